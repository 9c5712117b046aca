import * as client from "../../../tests/checkpoint/client.test.js";
import * as mailbox from "../../../tests/checkpoint/mailbox.test.js";
import * as oneActor from "../../../tests/checkpoint/one_actor.test.js";
import * as localSync from "../../../tests/final/local_sync.test.js";
import * as remoteSync from "../../../tests/final/remote_sync.test.js";
import * as remoteTell from "../../../tests/final/remote_tell.test.js";
import * as serverStartup from "../../../tests/final/server_startup.test.js";
import type { TestFacts } from "../../suite/suite_spec.js";
import type { Lab } from "../lab.js";
import { gradedConditions } from "./conditions.js";
import { workload } from "./explore/index.js";
import { course } from "./manifest.js";
import { findWrongs } from "./oracle/find_wrongs.js";
import { picture } from "./picture.js";
import { steps } from "./steps/index.js";

const { points, dates, studentFiles, openFolders, designCommentFile, designCommentSection } =
  course;

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
        "program.ts",
        "todo.ts",
      ],
    },
  ],
  solution: "solution",
  studentFiles,
  openFolders,
  submissionsPerDeadline: course.submissionsPerDeadline,

  designComment: {
    file: designCommentFile,
    section: designCommentSection,
    dueFor: "final",
    about: "sync strategy",
    mustName: ["local", "remote"],
  },
  sections: { actors: "4.4", output: "7.3" },
  outsideActors: ["Server"],

  steps,

  tests: [
    ...client.tests,
    ...mailbox.tests,
    ...oneActor.tests,
    ...remoteTell.tests,
    ...localSync.tests,
    ...remoteSync.tests.filter((test) => !isStress(test)),
    ...serverStartup.tests,
    ...remoteSync.tests.filter(isStress),
  ],
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
  values: course,
};

/** The most demanding tests come last. */
function isStress({ id }: TestFacts): boolean {
  return id.startsWith("RemoteSyncStress");
}
