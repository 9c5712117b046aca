/**
 * The one place for the numbers of the assignment: limits, throughput, dates. The tests, the grader and the handout all
 * read it; change it here and nowhere else. What a test is worth stands beside the test.
 */
export const course = {
  /** The course's name, for headings. */
  title: "Distributed Systems",
  /** The assignment's name, for headings. */
  assignment: "Sessions: a store with session guarantees",

  limits: {
    /** After this long, `stabilize` ends at the latest, and five servers must agree. In milliseconds. */
    convergenceMs: 5_000,
    /** After this long, `stabilize` must have ended if nothing is left to propagate. In milliseconds. */
    idleStabilizeMs: 1_000,
    /** After this long, a put or a get must have ended, in milliseconds: a server answers from what it has. */
    answerMs: 250,
    /** For how many keys that holds. */
    keys: 2_000,
    /** How many characters these keys and their values may have together, so that servers agree in time. */
    storeCharacters: 3_000_000,
    /** On writes of how many keys a client depends at most. */
    dependencies: 7_000,
    /** How long a key and a value are at most, in characters. */
    keyCharacters: 1_000,
    valueCharacters: 100_000,
    /** Ids of servers and clients are whole numbers from 0 to this. */
    largestId: 1_000_000,
    /** From one server to another one, when nothing is left to propagate. */
    idleMessagesPerSecond: 20,
  },

  /**
   * How the throughput is measured: this many clients, each at a server of its own, put in turn, in virtual time in which
   * messages cost the following.
   */
  throughput: {
    servers: 5,
    clients: 5,
    requestsPerRun: 100,
    /** What every message takes from one process to another, in milliseconds. */
    linkMs: 2,
    /** What a server or client takes for every message that it gets, in milliseconds. */
    messageMs: 1,
    /** The median counts. */
    runs: 5,
    /** Requests per second, and the points for them, which add up. */
    thresholds: [
      { requestsPerSecond: 20, points: 5 },
      { requestsPerSecond: 30, points: 5 },
      { requestsPerSecond: 40, points: 10 },
    ],
  },

  /** ISO 8601 with the offset from UTC. An example term; each course sets its own dates. */
  dates: {
    release: "2027-03-15T00:00:00-04:00",
    due: "2027-04-02T23:59:00-04:00",
  },
  late: {
    /** Nothing is accepted later than this many days after the deadline. */
    maxLateDays: 2,
    /** What a late day costs, in points. */
    penaltyPerDay: 0,
  },
  /** How many submissions count. */
  submissionsPerDeadline: 15,

  /** What each piece of the work takes a group of two or three, in hours, and the lines of the reference solution. */
  effort: [
    {
      work: "one server and its clients",
      dueFor: "final",
      difficulty: "easy",
      hours: 4,
      lines: 110,
    },
    { work: "gossip", dueFor: "final", difficulty: "medium", hours: 8, lines: 70 },
    { work: "session guarantees", dueFor: "final", difficulty: "medium", hours: 8, lines: 60 },
  ],
} as const;
