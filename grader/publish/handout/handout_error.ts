/** What is wrong with the handout's sources, or with the pages built from them. */
export class HandoutError extends Error {
  /**
   * @param what the step that cannot be done.
   * @param problems one line for each thing to mend, with its place.
   */
  constructor(
    readonly what: string,
    readonly problems: readonly string[],
  ) {
    super([what, ...problems.map((problem) => `  ${problem}`)].join("\n"));
    this.name = "HandoutError";
  }
}

/** Throws a {@link HandoutError} when there is a problem at all. */
export function refuse(what: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new HandoutError(what, problems);
}
