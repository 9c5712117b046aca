/** More about a failure than its message. */
export interface CheckFailureOptions {
  /** The section of the handout to read, where it is another one than the manifest's for the test. */
  readonly section?: string;
  /** Whether a busy machine alone could have made the check fail. Such a test runs once more by itself. */
  readonly timing?: boolean;
  /** Whether the message is what the assignment's oracle found, so that nobody need ask it once more. */
  readonly told?: boolean;
}

/** Thrown by a check when the history is not as it must be. The message is for the student. */
export class CheckFailure extends Error {
  readonly section: string | undefined;
  readonly timing: boolean;
  readonly told: boolean;

  constructor(message: string, options: CheckFailureOptions = {}) {
    super(message);
    this.name = "CheckFailure";
    this.section = options.section;
    this.timing = options.timing ?? false;
    this.told = options.told ?? false;
  }
}
