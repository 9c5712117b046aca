/** The exit codes of the grader's command line. */
export const exitCodes = {
  /** Everything that was asked for earned its points. */
  fullPoints: 0,
  /** Points were lost. */
  pointsLost: 1,
  /** The command line does not say what to do, or names what is not there. */
  usage: 2,
  /** Nothing of the tree could be compiled or run. */
  nothingRan: 3,
  /** The grader itself failed; the points say nothing. */
  graderFailed: 4,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

/** A command line that cannot be followed. The message is for whoever typed it. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/**
 * What yargs calls when it cannot follow a command line.
 *
 * @throws {@link UsageError} with what yargs says.
 */
export function refuseArguments(message: string | null, error: Error | undefined): never {
  throw new UsageError(message ?? error?.message ?? "cannot read the command line");
}
