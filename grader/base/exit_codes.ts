/** The exit codes of the grader's command line. */
export const exitCodes = {
  /** Full points for everything that was graded. */
  fullPoints: 0,
  /** Points were lost. */
  pointsLost: 1,
  /** The command line is invalid, or names something that does not exist. */
  usage: 2,
  /** Nothing of the tree could be compiled or run. */
  nothingRan: 3,
  /** The grader itself failed; the points are meaningless. */
  graderFailed: 4,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

/** An invalid command line. The message is for whoever typed it. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}
