import type { GradeLine } from "../../../grader/class/grade_line.js";
import type { Verdict } from "../../../grader/class/verdicts.js";
import { sampleReport } from "../report/sample.js";

/** A verdict on a hand-in that lost points. */
export const sampleVerdict: Verdict = {
  version: 1,
  key: "k".repeat(64),
  digest: "d".repeat(64),
  kit: "kit-1",
  report: sampleReport,
  seconds: 30,
};

/** A graded hand-in of two students, one day late, of whose points those by hand are given. */
export const sampleLine: GradeLine = {
  handIn: {
    id: "team1",
    path: "/hand-ins/team1.zip",
    origin: "plain",
    students: [
      { id: "4711", lastName: "Lovelace", firstName: "Ada", email: "ada@example.org" },
      { id: "4712", lastName: "=cmd()", firstName: "<b>", email: "" },
    ],
    submittedAt: "2027-03-13T20:00:00-05:00",
    submissions: 7,
    digest: sampleVerdict.digest,
    key: sampleVerdict.key,
  },
  verdict: sampleVerdict,
  problem: undefined,
  due: "2027-03-12T23:59:00-05:00",
  late: { days: 1, penalty: 2, isTooLate: false },
  manual: { points: 3, comment: "the comment omits joining" },
  rawScore: 4,
  maxScore: 11,
  score: 2,
};
