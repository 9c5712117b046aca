/** Thrown by code that a student has yet to write. */
export class TodoError extends Error {
  /**
   * @param part which deadline it belongs to.
   * @param what the function to write and its file.
   * @param section the section of the handout to read.
   */
  constructor(
    readonly part: "checkpoint" | "final",
    readonly what: string,
    readonly section: string,
  ) {
    super(`TODO(${part}): ${what}; read section ${section} of the handout`);
    this.name = "TodoError";
  }
}
