/**
 * A tree that cannot be staged. `missing`: there is nothing at the given path; `unusable`: there is something, but it
 * cannot be compiled or run. The message is complete.
 */
export class TreeError extends Error {
  constructor(
    readonly kind: "missing" | "unusable",
    message: string,
  ) {
    super(message);
    this.name = "TreeError";
  }
}
