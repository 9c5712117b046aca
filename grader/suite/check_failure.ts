/** Details of a failure besides its message. */
export interface CheckFailureOptions {
  /** The section of the handout to read, if it differs from the test's. */
  readonly section?: string;
  /** Whether the message is what the assignment's oracle found, so that nobody need ask it once more. */
  readonly told?: boolean;
  /** See {@link TestResult.cause}. */
  readonly cause?: string;
}

/** Thrown by a check if the history is wrong. The message is for the student. */
export class CheckFailure extends Error {
  readonly section: string | undefined;
  readonly told: boolean;
  override readonly cause: string | undefined;

  constructor(message: string, options: CheckFailureOptions = {}) {
    super(message);
    this.name = "CheckFailure";
    this.section = options.section;
    this.told = options.told ?? false;
    this.cause = options.cause;
  }
}
