/** A fault, or its form on a command line, that cannot be. The message says what is allowed, for people. */
export class FaultError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "FaultError";
  }
}
