/** The candidate that is the most like a mistyped word; undefined when none is like it. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  // One slip in a short word, two in a longer one; more would be another word.
  let fewest = word.length <= 3 ? 2 : 3;
  for (const candidate of candidates) {
    const edits = word.length > 1 && candidate.startsWith(word) ? 1 : editDistance(word, candidate);
    if (edits < fewest && edits < candidate.length) {
      best = candidate;
      fewest = edits;
    }
  }
  return best;
}

/** How many letters have to be changed, added, dropped or swapped with their neighbour to get from `a` to `b`. */
export function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const cell = (i: number, j: number): number => rows[i]?.[j] ?? Infinity;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          cell(i - 1, j) + 1,
          cell(i, j - 1) + 1,
          cell(i - 1, j - 1) + (same ? 0 : 1),
          swapped ? cell(i - 2, j - 2) + 1 : Infinity,
        ),
      );
    }
  }
  return cell(a.length, b.length);
}
