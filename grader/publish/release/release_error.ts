/** Why there is no package: a decision that is missing, or something in it that must not be. */
export class ReleaseError extends Error {
  /**
   * @param what the step that cannot be done.
   * @param problems one line for each thing to mend.
   */
  constructor(
    readonly what: string,
    readonly problems: readonly string[],
  ) {
    super([what, ...problems.map((problem) => `  ${problem}`)].join("\n"));
    this.name = "ReleaseError";
  }
}

/** Throws a {@link ReleaseError} when there is a problem at all. */
export function refuse(what: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new ReleaseError(what, problems);
}
