import * as cluster from "../../../tests/replicas/cluster.test.js";
import * as failover from "../../../tests/replicas/failover.test.js";
import * as step1 from "../../../tests/replicas/step1.test.js";
import * as step2 from "../../../tests/replicas/step2.test.js";
import * as step3 from "../../../tests/replicas/step3.test.js";
import * as step4 from "../../../tests/replicas/step4.test.js";
import * as step5 from "../../../tests/replicas/step5.test.js";
import * as step6 from "../../../tests/replicas/step6.test.js";
import type { Lab } from "../lab.js";
import { gradedConditions } from "./conditions.js";
import { workload } from "./explore/index.js";
import { course } from "./manifest.js";
import { findWrongs } from "./oracle/find_wrongs.js";
import { picture } from "./picture.js";
import { steps } from "./steps/index.js";

/** The primary-backup store: replicated, fault-tolerant, on the finished actor system. */
export const replicas: Lab = {
  id: "replicas",
  course: course.title,
  title: course.assignment,
  parts: [
    {
      name: "final",
      due: course.dates.due,
      formattingPoints: 0,
      manual: { points: course.points.report, what: "the report" },
    },
  ],

  layers: [
    {
      from: "starter",
      only: ["actor", "cluster", "platform", "replicas", "rpc", "program.ts", "todo.ts"],
    },
    { from: "solution/actor", to: "actor" },
  ],
  solution: "solution",
  studentFiles: [
    { path: "replicas/replica.ts", dueFor: "final" },
    { path: "replicas/replicator.ts", dueFor: "final" },
  ],
  openFolders: ["replicas"],
  submissionsPerDeadline: course.submissionsPerDeadline,

  designComment: undefined,
  sections: { actors: "2.2", output: "2.2" },
  outsideActors: [],

  steps,
  tests: [step1, step2, step3, step4, step5, step6, cluster, failover].flatMap(
    ({ tests }) => tests,
  ),
  conditions: gradedConditions,
  findWrongs: (history) => findWrongs(history),
  workload,
  picture,

  released: course.dates.release,
  late: course.late,
  effort: course.effort,
  handout: "handout/replicas",
  reference: ["replicas", "actor", "rpc", "platform"],
  readme: "handout/replicas/package/README.md",
  values: { limits: course.limits, reportPoints: course.reportPoints },
};
