/**
 * A tree that cannot be staged. `missing`: nothing is where the user pointed; `unusable`: something is there, but
 * nothing in it can be compiled or run. The message is complete as it stands.
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
