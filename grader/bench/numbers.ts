/** The middle of some numbers; NaN of none. */
export function median(numbers: readonly number[]): number {
  return percentile(numbers, 50);
}

/** The number below which `percent` of the numbers lie, interpolated; NaN of none. */
export function percentile(numbers: readonly number[], percent: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(at)] ?? NaN;
  const above = sorted[Math.ceil(at)] ?? NaN;
  return below === above ? below : below + (above - below) * (at - Math.floor(at));
}
