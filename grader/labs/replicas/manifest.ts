/**
 * The one place for the numbers of this assignment: points, limits, dates. The tests, the grader and the handout all read
 * it. What a test is worth stands beside the test. Times are in milliseconds.
 */
export const course = {
  /** The course's name, for headings. */
  title: "Distributed Systems",
  /** The assignment's name, for headings. */
  assignment: "Project: a replicated store",

  /** Besides those of the tests. */
  points: {
    /** Given by hand, for the report. */
    report: 10,
  },

  /** How the points for the report are divided. */
  reportPoints: { design: 3, failures: 3, experiments: 2, limits: 2 },

  /** What the assignment promises and asks for. */
  limits: {
    /** An update that cannot be confirmed within this time has failed. */
    confirmMs: 1_000,
    /** A failure may be told this much earlier or later. */
    confirmToleranceMs: 100,
    /** A snapshot that is not acknowledged is sent again after this time at the latest. */
    resendMs: 200,
    /** No snapshot is sent more often than this in any second. */
    sendsPerSecond: 13,
    /** What the persistence does not confirm is asked again after this time at the latest. */
    retryMs: 200,
    /** A lossy link forwards this share of messages, in percent. */
    forwardPercent: 90,
    /** A lossy link loses no more messages than this in a row. */
    maxLostInARow: 3,
    /** How many keys a cluster holds at most, and how long its keys and values are at most, in characters. */
    keys: 250,
    textCharacters: 3_000,
    /** How many updates may be under way at once, of all clients together. */
    updatesUnderWay: 300,
    /** How much later than due something may happen in simulated time. */
    simulatedGraceMs: 30,
    /** How much later than due something may happen on real threads. */
    realGraceMs: 150,
  },

  /** Over how many seeds tests run in simulation, unless the command line says otherwise. */
  seeds: { light: 10, random: 20 },

  /** ISO 8601 with the offset from UTC. An example term; each course sets its own dates. */
  dates: {
    release: "2027-03-15T00:00:00-04:00",
    due: "2027-04-09T23:59:00-04:00",
  },
  late: {
    /** Nothing is accepted later than this many days after the deadline. */
    maxLateDays: 2,
    /** What a late day costs, in points. */
    penaltyPerDay: 0,
  },
  /** How many submissions count. */
  submissionsPerDeadline: 15,

  /** What each step takes a pair, in hours, and the lines of the reference solution, rounded to tens. */
  effort: [
    { work: "step 1: the primary alone", dueFor: "final", difficulty: "easy", hours: 2, lines: 40 },
    { work: "step 2: a secondary", dueFor: "final", difficulty: "easy", hours: 2, lines: 30 },
    { work: "step 3: the replicator", dueFor: "final", difficulty: "medium", hours: 3, lines: 70 },
    {
      work: "step 4: persistence at a secondary",
      dueFor: "final",
      difficulty: "medium",
      hours: 4,
      lines: 80,
    },
    { work: "step 5: the whole primary", dueFor: "final", difficulty: "hard", hours: 6, lines: 70 },
    { work: "step 6: newcomers", dueFor: "final", difficulty: "medium", hours: 3, lines: 30 },
    { work: "the report", dueFor: "final", difficulty: "medium", hours: 3, lines: 0 },
  ],
};
