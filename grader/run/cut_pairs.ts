/** Which hosts of a run are cut off from each other, by name. */
export class CutPairs {
  readonly #pairs = new Set<string>();

  /** Cuts two hosts off from each other, or ends that. */
  set(one: string, other: string, cut: boolean): void {
    const pair = keyOf(one, other);
    if (cut) this.#pairs.add(pair);
    else this.#pairs.delete(pair);
  }

  /** The hosts from which one is cut off. */
  of(host: string): string[] {
    return [...this.#pairs]
      .map((pair) => JSON.parse(pair) as readonly [string, string])
      .flatMap(([one, other]) => (one === host ? other : other === host ? one : []));
  }
}

function keyOf(one: string, other: string): string {
  return JSON.stringify([one, other].sort());
}
