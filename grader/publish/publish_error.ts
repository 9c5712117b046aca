/** Why a handout or package cannot be built: what is wrong with its sources or with the result. */
export class PublishError extends Error {
  /**
   * @param what the step that cannot be done.
   * @param problems one line for each thing to mend, with its place.
   */
  constructor(
    readonly what: string,
    readonly problems: readonly string[],
  ) {
    super([what, ...problems.map((problem) => `  ${problem}`)].join("\n"));
    this.name = "PublishError";
  }
}

/** Throws a {@link PublishError} if there are any problems. */
export function refuse(what: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new PublishError(what, problems);
}
