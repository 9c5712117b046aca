/**
 * Goal: running suites yields exactly one result for each id that was asked for, whatever the suites are like.
 * Method: suites written into a folder, on a tree that nothing of is run.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { runSuites } from "../../../grader/suite/run_suites.js";
import type { SuiteEvent, SuiteOutcome, SuiteRequest } from "../../../grader/suite/suite_types.js";
import { kitRoot } from "../../../grader/trees/kit_paths.js";
import { solutionJs } from "./run_tree.js";

const api = new URL("../../../grader/suite/scenario_test.js", import.meta.url).href;
let lastFolder = 0;

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(kitRoot, "build", "tmp", "harness-suites", `${process.pid}-${++lastFolder}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    const imports = `import { scenarioTest, CheckFailure } from ${JSON.stringify(api)};\n`;
    await writeFile(join(folder, name), imports + text);
  }
  return folder;
}

/** A suite whose test of an id waits and then runs `check`. */
function testOf(id: string, check = "", waitMs = 10): string {
  const scenario = `{ timeLimitMs: 20000, steps: [{ do: "wait", ms: ${waitMs} }] }`;
  return `scenarioTest("${id}", ${scenario}, (history) => { ${check} });\n`;
}

async function runIds(
  ids: readonly string[],
  folders: readonly string[],
  more: Partial<SuiteRequest> = {},
): Promise<SuiteOutcome & { events: SuiteEvent[] }> {
  const events: SuiteEvent[] = [];
  const outcome = await runSuites(
    {
      part: "checkpoint",
      ids,
      jsDir: await solutionJs(),
      keepsState: false,
      treeName: "solution",
      jobs: undefined,
      inProcess: false,
      simulation: {
        driver: "real",
        seeds: undefined,
        seed: undefined,
        replay: (id) => `grade ${id}`,
        onPicture: undefined,
      },
      onEvent: (event) => events.push(event),
      signal: new AbortController().signal,
      ...more,
    },
    folders,
  );
  return { ...outcome, events };
}

function statuses(outcome: SuiteOutcome): string[] {
  return outcome.results.map((result) => `${result.id} ${result.status}`);
}

describe("running suites", function () {
  this.timeout(60_000);

  it("runs what was asked for, exactly by its id, and reports in that order", async () => {
    const folder = await folderWith({
      "a.test.js": `describe("a", () => { ${testOf("ClientGet")} ${testOf("ClientPut")} });`,
      "b.test.js": testOf("ClientList", `throw new CheckFailure("not so");`),
      "ignored.js": "throw new Error('not a suite')",
    });
    const outcome = await runIds(["ClientList", "ClientGet"], [folder]);
    expect(outcome.problems).to.deep.equal([]);
    expect(statuses(outcome)).to.deep.equal(["ClientList failed", "ClientGet passed"]);
    expect(outcome.results[0]).to.include({
      message: "not so\nTo run it there again: grade ClientList",
      attempts: 1,
    });
    const kinds = outcome.events.map((event) => event.type).sort();
    expect(kinds).to.deep.equal(["finished", "finished", "started", "started"]);

    // Modules are evaluated once per process; the next run must find the tests all the same, and leave nothing behind.
    const listeners = (): number => process.listenerCount("unhandledRejection");
    const before = listeners();
    const again = await runIds(["ClientPut"], [folder]);
    expect(listeners()).to.equal(before);
    expect(again.problems).to.deep.equal([]);
    expect(statuses(again)).to.deep.equal(["ClientPut passed"]);
  });

  it("takes each test from the first folder that has it", async () => {
    const first = await folderWith({ "a.test.js": testOf("ClientGet") });
    const second = await folderWith({
      "a.test.js":
        testOf("ClientGet", `throw new CheckFailure("wrong one");`) + testOf("ClientPut"),
    });
    const outcome = await runIds(["ClientGet", "ClientPut"], [first, second]);
    expect(outcome.problems).to.deep.equal([]);
    expect(statuses(outcome)).to.deep.equal(["ClientGet passed", "ClientPut passed"]);
  });

  it("says what is wrong with suites: missing, doubled, unknown, foreign and broken ones", async () => {
    const folder = await folderWith({
      "broken.test.js": `throw new Error("broken suite");`,
      "doubled.test.js": testOf("ClientGet") + testOf("ClientGet"),
      "foreign.test.js": `it("is no test of the course", () => {});`,
      "unknown.test.js": testOf("NoSuchTest"),
    });
    const outcome = await runIds(["ClientGet", "ClientPut"], [folder]);
    expect(statuses(outcome)).to.deep.equal(["ClientGet passed", "ClientPut notRun"]);
    const problems = outcome.problems.join("\n");
    expect(problems).to.match(/broken\.test\.js: the suite does not load: Error: broken suite/);
    expect(problems).to.match(/ClientGet is defined twice/);
    expect(problems).to.match(/foreign\.test\.js: 1 tests are not defined with scenarioTest/);
    expect(problems).to.match(/has no test NoSuchTest/);
    expect(problems).to.match(/ClientPut: no suite defines it/);
  });

  it("never lets a broken check count for or against a student", async () => {
    const folder = await folderWith({
      "a.test.js":
        testOf("ClientGet", `history.nothing.there;`) +
        testOf("ClientPut", `Promise.reject(new Error("forgotten"));`),
    });
    const outcome = await runIds(["ClientGet", "ClientPut"], [folder]);
    expect(statuses(outcome)).to.deep.equal(["ClientGet notRun", "ClientPut passed"]);
    expect(outcome.problems.join("\n"))
      .to.match(/ClientGet: TypeError/)
      .and.to.match(/forgotten/);
  });

  it("stops when it is aborted, and keeps what had finished", async () => {
    const folder = await folderWith({
      "a.test.js": testOf("ClientGet") + testOf("ClientPut", "", 18_000),
    });
    const stop = new AbortController();
    const startMs = performance.now();
    const outcome = await runIds(["ClientGet", "ClientPut"], [folder], {
      signal: stop.signal,
      onEvent: (event) => {
        if (event.type === "finished") stop.abort(new Error("enough"));
      },
    });
    expect(statuses(outcome)).to.deep.equal(["ClientGet passed", "ClientPut notRun"]);
    expect(outcome.problems).to.deep.equal([]);
    expect(performance.now() - startMs).to.be.lessThan(15_000);
  });

  it("runs the scenarios in this process when asked to", async () => {
    const folder = await folderWith({ "a.test.js": testOf("ClientGet") + testOf("ClientPut") });
    const outcome = await runIds(["ClientGet", "ClientPut"], [folder], { inProcess: true });
    expect(statuses(outcome)).to.deep.equal(["ClientGet passed", "ClientPut passed"]);
  });
});
