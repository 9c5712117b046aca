#!/usr/bin/env node
/** Measures how often a verdict changes although nothing has changed but the load of the machine. */
import { exitCodes } from "../base/exit_codes.js";
import { repeatRuns, verdictsOf, type Verdicts } from "../suite/stability.js";
import { ownModules, stageTree } from "../trees/stage_tree.js";
import { count, labOn, labOption, readCommandLine, text } from "./command_line.js";
import { partOn, partOptions } from "./grade_options.js";
import { print, runProgram } from "./program.js";
import { selectTests } from "./select_tests.js";

const places = [
  ["sim", "in simulation"],
  ["real", "on real threads"],
] as const;

await runProgram("stability", async (args, status) => {
  const lab = await labOn(args);
  const argv = await readCommandLine(args, {
    script: "npm run grade:stability --",
    usage:
      "$0 [options]\n\nRuns the tests again and again beside other load, in simulation and on real threads, and counts\n" +
      "the verdicts that change. Exit code 0 if none does, 1 otherwise.",
    options: {
      ...partOptions(lab),
      tree: {
        ...text("tree", "What to grade: starter, solution, a folder or a zip"),
        default: "solution",
      },
      only: {
        type: "string",
        array: true,
        requiresArg: true,
        describe: "Only these tests or groups",
      },
      runs: count("runs", 10_000, "How many times to run every test; default 5"),
      load: count("load", 64, "How many processes keep the machine busy meanwhile; default 4"),
      ...labOption,
    },
    meant: (word) => `--only ${word}`,
  });
  const { tree, only = [], runs = 5, load = 4 } = argv;
  const tests = selectTests(lab, only, partOn(lab, argv) ?? lab.parts.at(-1));
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(name, () => {
      stop.abort();
    });
  }
  status.show(`compiling ${tree} ...`);
  const staged = await stageTree(lab, tree, { check: false });
  let changed = 0;
  for (const [driver, where] of places) {
    const request = {
      tests,
      jsDir: staged.jsDir,
      keepsState: staged.keepsState,
      ownModules: ownModules(staged),
      treeName: tree,
      driver,
      replay,
      signal: stop.signal,
    };
    const results = await repeatRuns(lab, request, { runs, load }, (run) => {
      status.show(`${where}: run ${run} of ${runs}`);
    });
    status.clear();
    const verdicts = verdictsOf(results);
    changed += sum(verdicts.map((verdict) => verdict.changed));
    for (const line of reportOf(where, results.length, verdicts, load)) print(line);
  }
  if (stop.signal.aborted) return exitCodes.interrupted;
  return changed === 0 ? exitCodes.fullPoints : exitCodes.pointsLost;
});

/** One line with the totals, and one for each test whose verdict changed. */
function reportOf(where: string, runs: number, all: readonly Verdicts[], load: number): string[] {
  const total = runs * all.length;
  const changed = sum(all.map((verdicts) => verdicts.changed));
  const again = sum(all.map(({ secondAttempts }) => secondAttempts));
  return [
    `${where}: ${total} verdicts on ${all.length} tests under load ${load}; ` +
      `${changed} changed, ${again} took a second attempt`,
    ...all
      .filter((verdicts) => verdicts.changed > 0)
      .map(({ id, counts }) => `  ${id}: ${counts.map((count) => count.join(" ")).join(", ")}`),
  ];
}

function replay(id: string): string {
  return `npm run grade -- --only ${id}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
