/** A command that cannot be understood; the message says why, and what to type instead. */
export class CommandError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "CommandError";
  }
}
