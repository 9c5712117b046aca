import { testsWith } from "./tests.js";
import type { Course, CourseLimits, CourseTest, Part } from "./types.js";

export type * from "./types.js";

const limits: CourseLimits = {
  localVisibilityMs: 500,
  remoteVisibilityMs: 2_000,
  maxOneWayLatencyMs: 250,
  testOneWayLatencyMs: 200,
  messagesPerSecond: 10,
  maxMessageMiB: 20,
  simulatedGraceMessages: 1,
  realGraceMessages: 2,
};

/**
 * The one place for the numbers of the course: points, limits, dates, files and tests. The suites, the grader and the
 * handout all read it; change it here and nowhere else.
 */
export const course: Course = {
  title: "Distributed Systems",
  assignment: "Project 3: CMUD",

  points: { checkpoint: 21, final: 58, manual: 4, formatting: 1, total: 84 },

  limits,
  seeds: { light: 20, medium: 10, heavy: 3 },

  // An example term; each course sets its own dates.
  dates: {
    release: "2027-02-15T00:00:00-05:00",
    checkpointDue: "2027-03-01T23:59:00-05:00",
    finalDue: "2027-03-12T23:59:00-05:00",
  },
  late: { maxLateDays: 2, penaltyPerDay: 0 },
  submissionsPerDeadline: 15,
  checkpointPercent: 25,

  effort: [
    { work: "mailbox", dueFor: "checkpoint", difficulty: "easy", hours: 2, lines: 60 },
    { work: "storage client", dueFor: "checkpoint", difficulty: "medium", hours: 3, lines: 60 },
    { work: "queries", dueFor: "checkpoint", difficulty: "medium", hours: 6, lines: 160 },
    { work: "remote tells", dueFor: "final", difficulty: "medium", hours: 3, lines: 20 },
    { work: "syncing", dueFor: "final", difficulty: "hard", hours: 20, lines: 270 },
  ],

  studentFiles: [
    { path: "actor/mailbox.ts", dueFor: "checkpoint" },
    { path: "actor/remote_tell.ts", dueFor: "final" },
    { path: "kvclient/client.ts", dueFor: "checkpoint" },
    { path: "kvserver/server.ts", dueFor: "checkpoint" },
    { path: "kvserver/query_actor.ts", dueFor: "checkpoint" },
    { path: "kvserver/query_receiver.ts", dueFor: "checkpoint" },
  ],
  openFolders: ["actor", "kvclient", "kvserver"],
  designCommentFile: "kvserver/query_actor.ts",
  designCommentSection: "5",

  tests: testsWith(limits),
};

/** The tests that a hand-in runs, in the order in which they are reported. */
export function testsOf(part: Part): readonly CourseTest[] {
  return course.tests.filter((test) => test.parts.includes(part));
}

/** The test with an id, or undefined when there is none. */
export function findTest(id: string): CourseTest | undefined {
  return course.tests.find((test) => test.id === id);
}

/** The groups of a hand-in's tests, in the order in which they are reported. */
export function groupsOf(part: Part): readonly string[] {
  return [...new Set(testsOf(part).map((test) => test.group))];
}
