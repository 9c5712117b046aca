import * as client from "../../../tests/checkpoint/client.test.js";
import * as mailbox from "../../../tests/checkpoint/mailbox.test.js";
import * as oneActor from "../../../tests/checkpoint/one_actor.test.js";
import * as localSync from "../../../tests/final/local_sync.test.js";
import * as remoteSync from "../../../tests/final/remote_sync.test.js";
import * as remoteTell from "../../../tests/final/remote_tell.test.js";
import * as serverStartup from "../../../tests/final/server_startup.test.js";
import type { LabTest } from "../../suite/suite_spec.js";
import type { Lab } from "../lab.js";
import { gradedConditions } from "./conditions.js";
import { workload } from "./explore/index.js";
import { course } from "./manifest.js";
import { findWrongs } from "./oracle/find_wrongs.js";
import { picture } from "./picture.js";
import { steps } from "./steps/index.js";

const { points, dates } = course;

/** In the order in which they are reported, which is that of the work; the most demanding ones come last. */
const tests: readonly LabTest[] = [
  ...mailbox.tests,
  ...client.tests,
  ...oneActor.tests,
  ...remoteTell.tests,
  ...localSync.tests,
  ...remoteSync.tests.filter((test) => !isStress(test)),
  ...serverStartup.tests,
  ...remoteSync.tests.filter(isStress),
];

/** The first assignment: an actor system, and a geo-distributed store on it. */
export const cmud: Lab = {
  id: "cmud",
  course: course.title,
  title: course.assignment,
  parts: [
    {
      name: "checkpoint",
      due: dates.checkpointDue,
      formattingPoints: 0,
      manual: undefined,
    },
    {
      name: "final",
      due: dates.finalDue,
      formattingPoints: points.formatting,
      manual: {
        points: points.manual,
        what: "the comment about your sync strategy, and style",
      },
    },
  ],

  layers: [
    {
      from: "starter",
      only: [
        "actor",
        "app",
        "crunner",
        "example",
        "kvclient",
        "kvcommon",
        "kvserver",
        "platform",
        "rpc",
        "srunner",
        "line_history.ts",
        "program.ts",
        "todo.ts",
      ],
    },
  ],
  solution: "solution",
  studentFiles: [
    { path: "actor/mailbox.ts", dueFor: "checkpoint" },
    { path: "actor/remote_tell.ts", dueFor: "final" },
    { path: "kvclient/client.ts", dueFor: "checkpoint" },
    { path: "kvserver/server.ts", dueFor: "checkpoint" },
    { path: "kvserver/query_actor.ts", dueFor: "checkpoint" },
    { path: "kvserver/query_receiver.ts", dueFor: "checkpoint" },
  ],
  openFolders: ["actor", "kvclient", "kvserver"],
  submissionsPerDeadline: course.submissionsPerDeadline,

  designComment: {
    file: "kvserver/query_actor.ts",
    section: "5",
    dueFor: "final",
    about: "sync strategy",
    mustName: ["local", "remote"],
  },
  sections: { actors: "4.4", output: "7.3" },
  outsideActors: ["Server"],

  steps,
  tests,
  conditions: gradedConditions,
  findWrongs,
  workload,
  picture,

  released: dates.release,
  late: course.late,
  effort: course.effort,
  handout: "handout",
  reference: ["kvserver", "kvclient", "kvcommon", "actor", "rpc", "platform"],
  readme: "handout/package/README.md",
  values: { limits: course.limits, checkpointPercent: course.checkpointPercent },
};

function isStress({ id }: LabTest): boolean {
  return id.startsWith("RemoteSyncStress");
}
