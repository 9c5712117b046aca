/**
 * The one place for the numbers of the course: points, limits, dates. The tests, the grader and the handout all read it;
 * change it here and nowhere else. What a test is worth stands beside the test. Times are in milliseconds.
 */
export const course = {
  /** The course's name, for headings. */
  title: "Distributed Systems",
  /** The assignment's name, for headings. */
  assignment: "Project 3: CMUD",

  /** Beside those of the tests. */
  points: {
    /** Given by hand: the sync-strategy comment and style. */
    manual: 4,
    formatting: 1,
  },

  /** What the assignment promises and asks for. */
  limits: {
    /** After this long, a Put is visible on every other query actor of the same server. */
    localVisibilityMs: 500,
    /** After this long, a Put is visible on every query actor of other servers. */
    remoteVisibilityMs: 2_000,
    /** The visibility limits hold up to this one-way latency between servers. */
    maxOneWayLatencyMs: 250,
    /** The one-way latency between servers in the tests. */
    testOneWayLatencyMs: 200,
    /** Messages in any second from one actor to another. */
    messagesPerSecond: 10,
    /** After this long, a call without a reply is given up; `starter/rpc/limits.ts` says so. */
    callDeadlineMs: 10_000,
    /** The longest message between two servers, in 1,048,576 characters of the RPC's text; `starter/rpc/limits.ts` enforces it. */
    maxMessageMiB: 20,
    /** The visibility limits, and that of messages, hold for worlds up to this size. */
    servers: 4,
    queryActorsPerServer: 4,
    /** The most keys of a store. */
    keys: 10_000,
    /** The visibility limits hold while all Puts of any second have at most so many characters, keys and values together. */
    putLengthPerSecond: 2_000_000,
    /** Old state of at most so many characters, keys and values together, is to be at a new server in time. */
    oldStateLength: 4_000_000,
    /** The longest key and the longest value, in characters; `starter/kvcommon/query_service.ts` enforces it. */
    maxKeyLength: 1_024,
    maxValueLength: 1_048_576,
    /** How many more messages in a second are let pass in simulated time. */
    simulatedGraceMessages: 1,
    /** How many more messages in a second are let pass on real threads, whose timers jitter. */
    realGraceMessages: 2,
  },

  /**
   * Over how many seeds tests run in simulation, unless the command line says otherwise: light ones, those of hundreds
   * of Puts, and those of thousands of Puts, messages or values; and those of the largest amounts, in which an event
   * costs most and its order matters least. Conditions take turns from seed to seed.
   */
  seeds: { light: 20, medium: 10, heavy: 3, amount: 1 },

  /** ISO 8601 with the offset from UTC. An example term; each course sets its own dates. */
  dates: {
    release: "2027-02-15T00:00:00-05:00",
    checkpointDue: "2027-03-01T23:59:00-05:00",
    finalDue: "2027-03-12T23:59:00-05:00",
  },
  late: {
    /** Nothing is accepted later than this many days after a deadline. */
    maxLateDays: 2,
    /** What a late day costs, in points. */
    penaltyPerDay: 0,
  },
  /** How many submissions count for each deadline. */
  submissionsPerDeadline: 15,
  /** The share of the grade that the checkpoint makes up, in percent. */
  checkpointPercent: 25,

  /** What each piece of the work takes a pair, in hours, and the lines of the reference solution, rounded to tens. */
  effort: [
    { work: "mailbox", dueFor: "checkpoint", difficulty: "easy", hours: 2, lines: 60 },
    { work: "storage client", dueFor: "checkpoint", difficulty: "medium", hours: 3, lines: 60 },
    { work: "queries", dueFor: "checkpoint", difficulty: "medium", hours: 6, lines: 160 },
    { work: "remote tells", dueFor: "final", difficulty: "medium", hours: 3, lines: 20 },
    { work: "syncing", dueFor: "final", difficulty: "hard", hours: 20, lines: 270 },
  ],
};
