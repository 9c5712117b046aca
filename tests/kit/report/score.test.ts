import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect } from "chai";
import pc from "picocolors";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { gradeOnce, type GradeRun, type GradeTools } from "../../../grader/cli/grade_run.js";
import type { GradeOptions } from "../../../grader/cli/grade_options.js";
import type { Part } from "../../../grader/report/report_spec.js";
import { terminalReport } from "../../../grader/report/terminal.js";
import type { PreparedTree } from "../../../grader/static/prepare.js";
import type {
  SuiteOutcome,
  SuiteRequest,
  TestResult,
  TestStatus,
} from "../../../grader/suite/suite_types.js";
import { kitRoot } from "../../../grader/trees/kit_paths.js";
import { TreeError } from "../../../grader/trees/tree_error.js";
import { rejection } from "../trees/temp_tree.js";

const CLEAN: PreparedTree = {
  name: "fake",
  jsDir: "/nowhere",
  notices: [],
  ownFiles: [],
  checks: (["typecheck", "lint", "format", "design-comment"] as const).map((id) => ({
    id,
    status: "passed",
    score: 0,
    maxScore: 0,
  })),
  keepsState: false,
  designCommentPlace: { file: "solution/kvserver/query_actor.ts", line: 1 },
  notRunnable: {},
};

const [CHECKPOINT, FINAL_PART] = [...cmud.parts] as unknown as [Part, Part];

const FINAL: GradeOptions = {
  part: FINAL_PART,
  tree: "fake.zip",
  only: undefined,
  jobs: undefined,
  files: {},
  annotations: false,
  report: undefined,
  watch: false,
  verbose: false,
  inProcess: false,
  driver: "mixed",
  seeds: undefined,
  seed: undefined,
};

function result(id: string, status: TestStatus = "passed"): TestResult {
  const message = status === "passed" ? {} : { message: `${id} did not go well` };
  return { id, status, durationMs: 12.3, attempts: 1, ...message };
}

/** A run in which nothing real happens: the tree is prepared as given, and the suites do as they are told. */
function run(
  options: Partial<GradeOptions>,
  prepared: PreparedTree | Error,
  suites: (request: SuiteRequest) => Partial<SuiteOutcome> | Promise<Partial<SuiteOutcome>>,
  signal: AbortSignal = new AbortController().signal,
): Promise<GradeRun> {
  const nothing = (): void => undefined;
  const tools: GradeTools = {
    prepare: () =>
      prepared instanceof Error ? Promise.reject(prepared) : Promise.resolve(prepared),
    runSuites: async (_, request) => ({ results: [], problems: [], ...(await suites(request)) }),
    onStage: nothing,
    onTests: nothing,
    onEvent: nothing,
  };
  return gradeOnce(cmud, { ...FINAL, ...options }, tools, signal);
}

const allPass = (request: SuiteRequest): Partial<SuiteOutcome> => ({
  results: request.tests.map(({ id }) => result(id)),
});

async function isValid(report: unknown): Promise<true> {
  const text = await readFile(join(kitRoot, "grader/report/report_schema.json"), "utf8");
  const ajv = new Ajv({ allErrors: true });
  const validate = ajv.compile(JSON.parse(text) as object);
  if (!validate(report)) throw new Error(ajv.errorsText(validate.errors));
  return true;
}

function shown({ report }: GradeRun, verbose = false): string {
  return terminalReport(report, { lab: cmud, colors: pc.createColors(false), verbose });
}

describe("A run's score and report", function () {
  this.timeout(30_000);

  it("is 59 of 59 for the final and 21 of 21 for the checkpoint when all is well, with exit code 0", async () => {
    const final = await run({}, CLEAN, allPass);
    expect(final.report).to.include({ score: 59, maxScore: 59, version: 2 });
    expect(final.exitCode).to.equal(0);
    expect(await isValid(final.report)).to.equal(true);
    expect(shown(final)).to.match(/59\/59 points/);
    expect(shown(final)).to.match(/4 more points are given by hand.*query_actor\.ts:1/);
    const checkpoint = await run({ part: CHECKPOINT }, CLEAN, allPass);
    expect(checkpoint.report).to.include({ score: 21, maxScore: 21 });
    expect(checkpoint.report.manual.maxScore).to.equal(0);
    expect(await isValid(checkpoint.report)).to.equal(true);
  });

  it("loses a point for every test that does not pass, whatever happened to it, with exit code 1", async () => {
    const statuses: readonly TestStatus[] = ["failed", "timeout", "crashed", "notRun"];
    const ended = await run({}, CLEAN, ({ tests }) => ({
      results: tests.map(({ id }, index) => result(id, statuses[index] ?? "passed")),
    }));
    expect(ended.report.score).to.equal(55);
    expect(ended.exitCode).to.equal(1);
    expect(await isValid(ended.report)).to.equal(true);
    const lines = shown(ended);
    expect(lines).to.match(/✗ OneActorGet +OneActorGet did not go well/);
    expect(lines).to.match(/✗ OneActorPut1 +\(timeout\)/);
    expect(lines).to.match(/look at kvserver\/query_actor\.ts; read section 3\.1/);
    expect(lines).not.to.match(/✓ One/);
    expect(shown(ended, true)).to.match(/✓ OneActorTrace \(12 ms\)/);
  });

  it("gives the point for formatting only when something works", async () => {
    const failing = await run({}, CLEAN, ({ tests }) => ({
      results: tests.map(({ id }) => result(id, "failed")),
    }));
    expect(failing.report.score).to.equal(0);
    const format = failing.report.checks.find(({ id }) => id === "format");
    expect(format).to.include({ status: "passed", score: 0, maxScore: 1 });
    expect(format?.message).to.match(/requires that a test passes/);
    const asyncHandler = {
      ...{ file: "kvserver/query_actor.ts", line: 1, column: 1 },
      ...{ code: "kit/actor-promises", message: "x" },
    };
    const ruleless = CLEAN.checks.map((check) =>
      check.id === "lint" ? { ...check, places: [asyncHandler] } : check,
    );
    const broken = await run({}, { ...CLEAN, checks: ruleless }, allPass);
    expect(broken.report.score).to.equal(58);
    expect(broken.report.checks.find(({ id }) => id === "format")?.message).to.match(
      /no violation of the rules for actors/,
    );

    const checks = CLEAN.checks.map((check) =>
      check.id === "format" ? { ...check, status: "failed" as const, message: "x" } : check,
    );
    const unformatted = await run({}, { ...CLEAN, checks }, allPass);
    expect(unformatted.report.score).to.equal(58);
    expect(unformatted.exitCode).to.equal(1);
  });

  it("never gives points for an id that is unknown, repeated or missing, and says that the grader failed", async () => {
    const wrong: readonly (readonly [(all: TestResult[]) => TestResult[], RegExp, number])[] = [
      [(all) => [...all, result("Bonus")], /reported Bonus, which should not have run/, 59],
      [(all) => [...all, result("OneActorGet")], /OneActorGet more than once/, 58],
      [(all) => all.slice(1), /did not report OneActorGet/, 58],
    ];
    for (const [change, problem, points] of wrong) {
      const ended = await run({}, CLEAN, ({ tests }) => ({
        results: change(tests.map(({ id }) => result(id))),
      }));
      expect(ended.exitCode).to.equal(4);
      expect(ended.report.score).to.equal(points);
      expect(ended.report.problems.join()).to.match(problem);
      expect(shown(ended)).to.match(/grader itself failed/);
      expect(await isValid(ended.report)).to.equal(true);
    }
  });

  it("has exit code 4 when the suites or the preparation fail, and keeps what was reported", async () => {
    const told = await run({}, CLEAN, (request) => ({
      ...allPass(request),
      problems: ["a suite did not load"],
    }));
    expect(told.exitCode).to.equal(4);
    const thrown = await run({}, CLEAN, (request) => {
      request.onEvent?.({ type: "finished", result: result("OneActorGet") });
      throw new Error("no more processes");
    });
    expect(thrown.exitCode).to.equal(4);
    expect(thrown.report.score).to.equal(2);
    expect(thrown.report.problems[0]).to.match(/no more processes/);
    const unprepared = await run({}, new Error("out of memory"), allPass);
    expect(unprepared.exitCode).to.equal(4);
  });

  it("runs only what was chosen, and counts only that for the exit code", async () => {
    const only = ["OneActorGet", "RemoteTellOrder"];
    let asked: readonly string[] = [];
    const ended = await run({ only }, CLEAN, (request) => {
      asked = request.tests.map(({ id }) => id);
      return allPass(request);
    });
    expect(asked).to.deep.equal(only);
    expect(ended.exitCode).to.equal(0);
    expect(ended.report.problems).to.deep.equal([]);
    expect(ended.report.tests.filter(({ status }) => status === "notRun")).to.have.length(56);
    expect(await isValid(ended.report)).to.equal(true);
    expect(shown(ended)).to.match(/Total of these.*2\/2/);
    expect(shown(ended)).not.to.include("LocalSync");
  });

  it("does not run the groups that cannot be loaded, and has exit code 3 when none can", async () => {
    const reason = "not run, because actor/mailbox.ts cannot be loaded";
    const blocked = cmud.tests.filter(({ group }) => group !== "Client");
    const notRunnable = Object.fromEntries(blocked.map(({ id }) => [id, reason]));
    const some = await run({ part: CHECKPOINT }, { ...CLEAN, notRunnable }, allPass);
    expect(some.report.score).to.equal(6);
    expect(some.exitCode).to.equal(1);
    expect(shown(some)).to.include(`- 15 tests: ${reason}`);
    const none = await run(
      { part: CHECKPOINT, only: ["MailboxBasic1"] },
      { ...CLEAN, notRunnable },
      () => {
        throw new Error("must not be asked");
      },
    );
    expect(none.exitCode).to.equal(3);
    expect(none.report.problems).to.deep.equal([]);
  });

  it("reports a tree that cannot be used with exit code 3, and leaves one that is missing to the caller", async () => {
    const broken = await run({}, new TreeError("unusable", "x.zip is no zip"), allPass);
    expect(broken.exitCode).to.equal(3);
    expect(broken.report).to.include({ score: 0, maxScore: 59 });
    expect(await isValid(broken.report)).to.equal(true);
    expect(shown(broken)).to.include("x.zip is no zip");
    const missing = run({}, new TreeError("missing", "there is no x"), allPass);
    expect(await rejection(missing)).to.equal("there is no x");
  });

  it("keeps what was earned when the run is stopped, with exit code 130", async () => {
    const stop = new AbortController();
    const ended = await run(
      {},
      CLEAN,
      ({ tests: [first], onEvent }) => {
        onEvent?.({ type: "finished", result: result(first?.id ?? "") });
        stop.abort();
        return { results: [result(first?.id ?? "")] };
      },
      stop.signal,
    );
    expect(ended.exitCode).to.equal(130);
    expect(ended.report.problems).to.deep.equal([]);
    expect(ended.report.score).to.equal(2);
    expect(shown(ended)).to.match(/Stopped after .* with 2 points so far/);
    expect(ended.report.tests).to.have.length(58);
    expect(await isValid(ended.report)).to.equal(true);
  });

  it("says in one line what is left to do in a stub, and all of it on demand", async () => {
    const message = "TODO(final): write it in actor/mailbox.ts; read section 4.2\n\nDone: nothing.";
    const ended = await run({ only: ["OneActorGet"] }, CLEAN, ({ tests }) => ({
      results: tests.map(({ id }) => ({ ...result(id, "failed"), message, output: "hello\n" })),
    }));
    expect(shown(ended)).to.match(/✗ OneActorGet TODO\(final\).*section 4\.2\n\n/);
    expect(shown(ended)).not.to.match(/Done|hello/);
    expect(shown(ended, true)).to.match(/ {4}Done: nothing\.\n {4}printed:\n {6}hello/);
  });

  it("tells what several tests failed for once, with their names, and what repeats the first run last", async () => {
    const ended = await run({}, CLEAN, ({ tests }) => ({
      results: tests.map(({ id, group }) =>
        group === "OneActor"
          ? { ...result(id, "failed"), cause: "the same", repeat: `To repeat it: grade ${id}` }
          : result(id),
      ),
    }));
    const lines = shown(ended).split("\n");
    expect(lines.filter((line) => line.includes("did not go well"))).to.have.length(1);
    expect(shown(ended)).to.match(
      /read section 3\.1 .*\n {4}To repeat it: grade OneActorGet\n {4}The same in 7 more tests: OneActorPut1, OneActorPut2, .*\n\n/,
    );
  });

  it("puts types and lint first if tests fail, and after the tests otherwise", async () => {
    const checks = CLEAN.checks.map((check) =>
      check.id === "typecheck" ? { ...check, status: "failed" as const, message: "TS1" } : check,
    );
    const tests = (status: TestStatus) => (request: SuiteRequest) => ({
      results: request.tests.map(({ id }) => result(id, status)),
    });
    const failing = shown(await run({}, { ...CLEAN, checks }, tests("failed")));
    expect(failing.indexOf("Types")).to.be.below(failing.indexOf("OneActorGet"));
    const passing = shown(await run({}, { ...CLEAN, checks }, tests("passed")));
    expect(passing).to.match(/^✗ Types/);
  });

  it("shows nothing of a message that would control a terminal", async () => {
    const message = "\u001b[2J\u001b[32m59/59\u001b[0m\rpoints\u0007";
    const ended = await run({ only: ["OneActorGet"] }, CLEAN, ({ tests }) => ({
      results: tests.map(({ id }) => ({ ...result(id, "failed"), message })),
    }));
    expect(ended.report.tests.find(({ id }) => id === "OneActorGet")?.message).to.equal(
      "59/59␍points␇",
    );
  });
});
