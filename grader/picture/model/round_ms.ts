/** A time as it is written into the picture: to the microsecond. */
export function roundMs(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
