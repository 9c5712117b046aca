import type { Lab } from "../../../grader/labs/lab.js";
import { steps } from "./steps.js";
import { tests } from "./tests.js";

const home = "tests/kit/counter_lab";

/** The smallest assignment: one file to write, which stands on a finished actor system, and two tests. */
export const counter: Lab = {
  id: "counter",
  course: "Counting",
  title: "A counter",
  parts: [
    { name: "final", due: "2027-03-12T23:59:00-05:00", formattingPoints: 0, manual: undefined },
  ],

  layers: [
    { from: "starter", only: ["actor", "rpc", "platform", "todo.ts"] },
    { from: "solution/actor", to: "actor" },
    { from: `${home}/fixtures/starter` },
  ],
  solution: `${home}/fixtures/solution`,
  studentFiles: [{ path: "counter/counter.ts", dueFor: "final" }],
  openFolders: ["counter"],
  submissionsPerDeadline: 1,

  designComment: undefined,
  sections: { actors: "1", output: "1" },
  outsideActors: [],

  steps,
  tests,
  conditions: [
    { name: "plain", words: "good clocks", faults: [], timing: {} },
    { name: "slow-threads", words: "slow threads", faults: [], timing: { threadUs: [10, 9_000] } },
  ],
  findWrongs: () => [],

  released: "2027-03-01T00:00:00-05:00",
  late: { maxLateDays: 1, penaltyPerDay: 0 },
  effort: [{ work: "the counter", dueFor: "final", difficulty: "easy", hours: 1, lines: 9 }],
  handout: `${home}/handout`,
  reference: [],
  readme: `${home}/handout/package/README.md`,
  values: { limits: { largestNumber: 4_096 } },
};
