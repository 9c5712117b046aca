import * as convergence from "../../../tests/sessions/convergence.test.js";
import * as crashes from "../../../tests/sessions/crashes.test.js";
import * as movingClients from "../../../tests/sessions/moving_clients.test.js";
import * as oneServer from "../../../tests/sessions/one_server.test.js";
import * as partitions from "../../../tests/sessions/partitions.test.js";
import * as sessionGuarantees from "../../../tests/sessions/session_guarantees.test.js";
import * as throughput from "../../../tests/sessions/throughput.test.js";
import * as twoServers from "../../../tests/sessions/two_servers.test.js";
import type { Lab } from "../lab.js";
import { gradedConditions } from "./conditions.js";
import { workload } from "./explore/index.js";
import { course } from "./manifest.js";
import { findWrongs } from "./oracle/find_wrongs.js";
import { picture } from "./picture.js";
import { runMaster } from "./run_master.js";
import { steps } from "./steps/index.js";

const { dates } = course;

/** A store that gossips, with session guarantees, driven by a master program. */
export const sessions: Lab = {
  id: "sessions",
  course: course.title,
  title: course.assignment,
  parts: [{ name: "final", due: dates.due, formattingPoints: 0, manual: undefined }],

  layers: [
    {
      from: "starter",
      only: [
        "actor",
        "platform",
        "rpc",
        "sessions",
        "master",
        "line_history.ts",
        "program.ts",
        "todo.ts",
      ],
    },
    { from: "solution/actor", to: "actor" },
  ],
  solution: "solution",
  studentFiles: [
    { path: "sessions/server.ts", dueFor: "final" },
    { path: "sessions/client.ts", dueFor: "final" },
  ],
  openFolders: ["sessions"],
  submissionsPerDeadline: course.submissionsPerDeadline,

  designComment: {
    file: "sessions/server.ts",
    section: "5",
    dueFor: "final",
    about: "protocol",
    mustName: ["gossip", "dependency"],
  },
  sections: { actors: "3.3", output: "3.3" },
  outsideActors: [],

  steps,
  tests: [
    ...oneServer.tests,
    ...twoServers.tests,
    ...partitions.tests,
    ...sessionGuarantees.tests,
    ...movingClients.tests,
    ...crashes.tests,
    ...convergence.tests,
    ...throughput.tests,
  ],
  conditions: gradedConditions,
  findWrongs,
  runProgram: runMaster,
  workload,
  picture,

  released: dates.release,
  late: course.late,
  effort: course.effort,
  handout: "handout/sessions",
  reference: ["sessions", "actor", "rpc", "platform"],
  readme: "handout/sessions/package/README.md",
  values: { limits: course.limits, throughput: shownThroughput() },
};

/** The thresholds of the throughput under names, since pages name values by their paths. */
function shownThroughput(): object {
  const { thresholds, ...how } = course.throughput;
  const [low, mid, high] = thresholds.map(({ requestsPerSecond: rate, points }) => ({
    rate,
    points,
  }));
  return { ...how, low, mid, high };
}
