import type { GradeReport, ReportedTest } from "../../../grader/report/report_types.js";

const passed: ReportedTest = {
  id: "MailboxBasic1",
  group: "Mailbox",
  score: 1,
  maxScore: 1,
  status: "passed",
  chosen: true,
  durationMs: 12,
  attempts: 1,
  goal: "Pushes and pops.",
  file: "actor/mailbox.ts",
  section: "4.2",
};

const failed: ReportedTest = {
  ...passed,
  id: "LocalSyncBasic1",
  group: "LocalSync",
  score: 0,
  status: "failed",
  goal: "Puts keys on one actor & reads them on another.",
  file: "kvserver/query_actor.ts",
  section: "5.1",
  message: [
    "Done: put keys on query actors, and read them.",
    "Expected: all query actors converge to the same state (section 5.1)",
    "Seen:",
    "  - an actor of s1 threw, 3 times: Cannot read properties of undefined (reading 'push')",
    "      at QueryActor.#onPut (starter/kvserver/query_actor.ts:93:63)",
    "  - s1/1 does not show `<a>` and should show ```b```.",
    "Look at: which actor should send this Put.",
  ].join("\n"),
  cause: "starter/kvserver/query_actor.ts:93:63 an actor of s1 threw",
  repeat:
    "This was a simulated run with good clocks. To repeat it: npm run grade -- --only LocalSyncBasic1 --seed 7",
  seed: 7,
  output: "a line that was printed\n",
};

/** A report with something of everything: what passed, failed alike, timed out, did not run; checks; notices. */
export const sampleReport: GradeReport = {
  version: 2,
  lab: "cmud",
  title: "Project 3: CMUD",
  part: "final",
  tree: "starter",
  outcome: "graded",
  score: 1,
  maxScore: 7,
  notices: ["ignored your rpc/client.ts: the original of this given file is used"],
  tests: [
    passed,
    failed,
    { ...failed, id: "LocalSyncBasic2", seed: 2, message: "Done: the same, told once." },
    {
      ...failed,
      id: "RemoteSyncLWW1",
      group: "RemoteSync",
      status: "timeout",
      message: "The test was stopped because it took longer than 24 s.",
      cause: "stuck",
      attempts: 2,
    },
    {
      ...passed,
      id: "RemoteTellOrder",
      group: "RemoteTell",
      score: 0,
      status: "notRun",
      attempts: 0,
      durationMs: 0,
      message: "not run, because actor/remote_tell.ts cannot be loaded: it is missing",
    },
    {
      ...passed,
      id: "RemoteTellMany",
      group: "RemoteTell",
      score: 0,
      status: "failed",
      message:
        "TODO(final): write registerRemoteTells in actor/remote_tell.ts; read section 4.3 of the handout",
      cause: "TODO",
    },
  ],
  checks: [
    {
      id: "typecheck",
      status: "failed",
      score: 0,
      maxScore: 0,
      message: "starter/kvserver/query_actor.ts:93:10  Object is possibly 'undefined'.  [TS2532]",
      places: [
        {
          file: "starter/kvserver/query_actor.ts",
          line: 93,
          column: 10,
          code: "TS2532",
          message: "Object is possibly 'undefined'.",
        },
      ],
    },
    { id: "lint", status: "passed", score: 0, maxScore: 0 },
    { id: "format", status: "passed", score: 0, maxScore: 1, message: "clean" },
    { id: "design-comment", status: "skipped", score: 0, maxScore: 0, message: "due later" },
  ],
  manual: {
    maxScore: 4,
    message: "the comment about your sync strategy, and style",
    file: "starter/kvserver/query_actor.ts",
    line: 1,
  },
  problems: [],
  startedAt: "2027-03-12T20:00:00.000Z",
  durationMs: 41_234,
};
