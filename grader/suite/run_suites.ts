import { setMaxListeners } from "node:events";
import { fileURLToPath } from "node:url";
import { findTest } from "../labs/cmud/manifest.js";
import { steps } from "../labs/cmud/steps/index.js";
import { durationOf } from "../run/scenario_facts.js";
import type { Definition } from "./definition.js";
import { Drivers } from "./drivers.js";
import { loadFolder } from "./recorded_definitions.js";
import { inDetail, runMocha, type MochaTest } from "./run_mocha.js";
import type { SuiteOutcome, SuiteRequest, TestResult } from "./suite_types.js";

/** The folder with the compiled suites, beside the grader. */
const suitesFolder = new URL("../../tests/", import.meta.url);

/**
 * Runs tests of the suites against a staged tree. Their scenarios run in processes of their own, several at a time; the
 * checks, and mocha, run in this one, which never imports student code. Mocha only confirms what the checks said: a test
 * whose confirmation is missing has not passed.
 *
 * Never rejects: what goes wrong on the grader's side is among the problems. When `request.signal` is aborted, tests
 * without a result are `notRun`.
 */
export async function runSuites(
  request: SuiteRequest,
  folders: readonly string[] = foldersOf(request),
): Promise<SuiteOutcome> {
  // Every scenario under way listens for the end of the run; Node takes more than ten listeners for a leak.
  setMaxListeners(0, request.signal);
  const { definitions, problems } = await load(folders, request.ids);
  const drivers = new Drivers(request, [...definitions.keys()]);
  const running = startAll(request, definitions, drivers, problems);
  const mochaTests = [...running].map(([id, result]) => mochaTest(id, result));
  const outcome = await runMocha(mochaTests, request.signal);
  await drivers.close();
  problems.push(...outcome.problems);

  const results: TestResult[] = [];
  for (const id of request.ids) {
    const result = (await running.get(id)) ?? notRun(id);
    const { passed, failed } = outcome;
    const confirmed = (result.status === "passed" ? passed : failed).filter((each) => each === id);
    const expected = result.status === "notRun" ? confirmed.length : 1;
    if (confirmed.length !== expected && !request.signal.aborted) {
      problems.push(`${id}: mocha has not confirmed that it ${result.status}`);
      results.push(notRun(id));
    } else {
      results.push(result);
    }
  }
  return { results, problems };
}

/** Starts every test; each runs when its turn comes. */
function startAll(
  request: SuiteRequest,
  definitions: ReadonlyMap<string, Definition>,
  drivers: Drivers,
  problems: string[],
): Map<string, Promise<TestResult | undefined>> {
  const { signal, onEvent } = request;
  const start = async (definition: Definition): Promise<TestResult | undefined> => {
    const { id } = definition;
    try {
      const result = await drivers.run(definition, () => {
        onEvent({ type: "started", id });
      });
      onEvent({ type: "finished", result });
      return result;
    } catch (error) {
      if (signal.aborted) return undefined;
      problems.push(`${id}: ${inDetail(error)}`);
      return notRun(id, "The grader itself failed at this test; please tell your instructor.");
    }
  };
  // The long ones first, so that the last one to end is not one that started late.
  const longestFirst = [...definitions.values()].sort(
    (a, b) => durationOf(b.scenario.steps, steps) - durationOf(a.scenario.steps, steps),
  );
  const started = new Map(longestFirst.map((definition) => [definition.id, start(definition)]));
  return new Map(
    request.ids.flatMap((id) => {
      const result = started.get(id);
      return result === undefined ? [] : [[id, result] as const];
    }),
  );
}

/** The definitions of the ids, each from the first folder that has it. */
async function load(
  folders: readonly string[],
  ids: readonly string[],
): Promise<{ definitions: Map<string, Definition>; problems: string[] }> {
  const definitions = new Map<string, Definition>();
  const problems: string[] = [];
  const wanted = new Set(ids);
  for (const folder of folders) {
    const missing = [...wanted].some((id) => !definitions.has(id));
    if (!missing) break;
    const loaded = await loadFolder(folder);
    problems.push(...loaded.problems);
    for (const [id, definition] of loaded.definitions) {
      if (wanted.has(id) && !definitions.has(id)) definitions.set(id, definition);
    }
  }
  for (const id of wanted) if (!definitions.has(id)) problems.push(`${id}: no suite defines it`);
  return { definitions, problems };
}

function foldersOf({ part }: SuiteRequest): string[] {
  const folders = part === "final" ? ["final/", "checkpoint/"] : ["checkpoint/"];
  return folders.map((folder) => fileURLToPath(new URL(folder, suitesFolder)));
}

function mochaTest(id: string, result: Promise<TestResult | undefined>): MochaTest {
  const test = findTest(id);
  return {
    group: test?.group ?? "",
    id,
    title: `${id}: ${test?.goal ?? ""}`,
    verdict: async () => {
      const { status = "notRun", message = "" } = (await result) ?? {};
      if (status !== "passed") throw new Error(`${status}: ${message}`);
    },
  };
}

function notRun(id: string, message?: string): TestResult {
  const why = message === undefined ? {} : { message };
  return { id, status: "notRun", durationMs: 0, attempts: 0, ...why };
}
