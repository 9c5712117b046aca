import { gradedConditions } from "../../run/simulated/conditions.js";
import type { TestFacts } from "../../suite/suite_spec.js";
import type { Lab } from "../lab.js";
import { course } from "./manifest.js";
import { findWrongs } from "./oracle/find_wrongs.js";
import { steps } from "./steps/index.js";
import type { CourseTest } from "./types.js";

const {
  points,
  studentFiles,
  openFolders,
  submissionsPerDeadline,
  designCommentFile,
  designCommentSection,
} = course;

/** What the tests of a group load first; the rest load the whole store. */
const entriesOf: Readonly<Record<string, readonly string[]>> = {
  Client: ["kvclient/client"],
  Mailbox: ["actor/mailbox"],
  RemoteTell: ["actor/actor_system", "actor/remote_tell"],
};
const wholeStore = [
  "kvserver/server",
  "kvserver/query_actor",
  "kvserver/query_receiver",
  "kvclient/client",
];

/** The first assignment: an actor system, and a geo-distributed store on it. */
export const cmud: Lab = {
  id: "cmud",
  course: course.title,
  title: course.assignment,
  parts: [
    { name: "checkpoint", formattingPoints: 0, manual: undefined },
    {
      name: "final",
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
  submissionsPerDeadline,

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
  tests: course.tests.map(factsOf),
  conditions: gradedConditions,
  findWrongs,

  handout: "handout",
  values: course,
};

function factsOf({ runs, ...test }: CourseTest): TestFacts {
  return { ...test, ...runs, entries: entriesOf[test.group] ?? wholeStore };
}
