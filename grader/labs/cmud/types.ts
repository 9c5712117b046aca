/** The two hand-ins of the assignment. */
export type Part = "checkpoint" | "final";

/** Where a test runs, and how often. */
export interface TestRuns {
  /** Over how many seeds it runs in simulation, from 1 on. */
  readonly seeds: number;
  /** Whether it runs on real threads and sockets as well. */
  readonly real: boolean;
}

/** One test of the course: what it is worth, what it does and which rule of the assignment it checks. */
export interface CourseTest {
  /** The name by which the test is reported and chosen; no id begins with another one. */
  readonly id: string;
  /** The hand-ins that run the test. */
  readonly parts: readonly Part[];
  /** The line of the result table that it belongs to. */
  readonly group: string;
  readonly points: number;
  /** The section of the handout to read. */
  readonly section: string;
  /** What the test does, in a sentence or two. */
  readonly goal: string;
  /** The rule of the assignment that it checks. */
  readonly rule: string;
  /** The student file to look at first, relative to the tree. */
  readonly file: string;
  /** Where it runs unless the command line says otherwise. */
  readonly runs: TestRuns;
}

/** What the tables of tests say of one; the rest is added to all of them. */
export type TestRow = Omit<CourseTest, "runs">;

/** A file that the students finish. */
export interface StudentFile {
  /** Relative to the tree, with forward slashes. */
  readonly path: string;
  /** The first hand-in for which it is needed. */
  readonly dueFor: Part;
}

/** What a piece of the work takes, so that students can plan. */
export interface Effort {
  readonly work: string;
  readonly dueFor: Part;
  readonly difficulty: "easy" | "medium" | "hard";
  /** An estimate for both partners together. */
  readonly hours: number;
  /** The lines of the reference solution without comments and blank lines, rounded to tens. */
  readonly lines: number;
}

/** The points of the whole assignment. */
export interface CoursePoints {
  readonly checkpoint: number;
  readonly final: number;
  /** Given by hand: the sync-strategy comment and style. */
  readonly manual: number;
  readonly formatting: number;
  readonly total: number;
}

/** The figures that the assignment promises and asks for. Times are in milliseconds. */
export interface CourseLimits {
  /** After this long, a Put is visible on every other query actor of the same server. */
  readonly localVisibilityMs: number;
  /** After this long, a Put is visible on every query actor of other servers. */
  readonly remoteVisibilityMs: number;
  /** The visibility limits hold up to this one-way latency between servers. */
  readonly maxOneWayLatencyMs: number;
  /** The one-way latency between servers in the tests. */
  readonly testOneWayLatencyMs: number;
  /** Messages in any second from one actor to another. */
  readonly messagesPerSecond: number;
  /** The longest message between two servers, in 1,048,576 characters of the RPC's text; `starter/rpc/limits.ts` enforces it. */
  readonly maxMessageMiB: number;
  /** How many more messages in a second are let pass in simulated time. */
  readonly simulatedGraceMessages: number;
  /** How many more messages in a second are let pass on real threads, whose timers jitter. */
  readonly realGraceMessages: number;
}

/**
 * Over how many seeds tests run in simulation, unless the command line says otherwise: light ones, those of hundreds of
 * Puts, and those of thousands of Puts, messages or values. Seven seeds see all conditions once.
 */
export interface CourseSeeds {
  readonly light: number;
  readonly medium: number;
  readonly heavy: number;
}

/** The dates of the course, each ISO 8601 with its offset from UTC. */
export interface CourseDates {
  readonly release: string;
  readonly checkpointDue: string;
  readonly finalDue: string;
}

/** What happens after a deadline. */
export interface LatePolicy {
  /** Nothing is accepted later than this many days after a deadline. */
  readonly maxLateDays: number;
  /** What a late day costs. */
  readonly penaltyPerDay: number;
}

/** Everything about the course that is a number, a name or a date. */
export interface Course {
  /** The course's name for headings. */
  readonly title: string;
  /** The assignment's name for headings. */
  readonly assignment: string;
  readonly points: CoursePoints;
  readonly limits: CourseLimits;
  readonly seeds: CourseSeeds;
  readonly dates: CourseDates;
  readonly late: LatePolicy;
  /** How many submissions count for each deadline. */
  readonly submissionsPerDeadline: number;
  /** The share of the grade that the checkpoint makes up, in percent. */
  readonly checkpointPercent: number;
  readonly effort: readonly Effort[];
  readonly studentFiles: readonly StudentFile[];
  /** The folders in which students may put files of their own. */
  readonly openFolders: readonly string[];
  /** The student file that holds the comment about the sync strategy. */
  readonly designCommentFile: string;
  /** The section of the handout about that comment. */
  readonly designCommentSection: string;
  readonly tests: readonly CourseTest[];
}
