import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import yargs from "yargs";
import type { Part } from "../labs/cmud/manifest.js";
import { UsageError } from "../base/exit_codes.js";
import { selectTests } from "./select_tests.js";
import { refuseUnknown, single, strict, wholeNumber } from "./strict_yargs.js";
import type { Driver } from "../suite/suite_types.js";
import { resolveTyped, treeChoices } from "../trees/kit_paths.js";

/** What the command line asks for. */
export type Command =
  | { readonly do: "help"; readonly text: string }
  | { readonly do: "list"; readonly part: Part | undefined }
  | { readonly do: "explain"; readonly names: readonly string[] }
  | { readonly do: "grade"; readonly options: GradeOptions };

/** How to grade. */
export interface GradeOptions {
  readonly part: Part;
  /** As it was typed: `starter`, `solution`, a folder or a zip. */
  readonly tree: string;
  /** The ids of the chosen tests; undefined for all of the part. */
  readonly only: readonly string[] | undefined;
  readonly jobs: number | undefined;
  /** The absolute path of the JSON report. */
  readonly json: string | undefined;
  /** The absolute path of the picture of what failed in simulation. */
  readonly report: string | undefined;
  readonly watch: boolean;
  readonly verbose: boolean;
  readonly inProcess: boolean;
  /** Where tests run. */
  readonly driver: Driver;
  /** Over how many seeds each test is simulated; undefined for as many as the manifest says. */
  readonly seeds: number | undefined;
  /** The one seed under which to repeat a run. */
  readonly seed: number | undefined;
}

const OPTIONS = {
  checkpoint: { type: "boolean", describe: "Grade for the checkpoint" },
  final: { type: "boolean", describe: "Grade for the final" },
  tree: {
    type: "string",
    default: "starter",
    requiresArg: true,
    describe: `What to grade: ${treeChoices}`,
  },
  only: {
    type: "string",
    array: true,
    requiresArg: true,
    describe: "Run these tests or groups only",
  },
  jobs: { type: "string", requiresArg: true, describe: "How many tests run at once" },
  json: { type: "string", requiresArg: true, describe: "Write the report to this file, too" },
  report: {
    type: "string",
    requiresArg: true,
    describe: "Draw what failed in simulation, into this HTML file",
  },
  list: { type: "boolean", describe: "List the tests and end" },
  explain: {
    type: "string",
    array: true,
    requiresArg: true,
    describe: "Say what a test does and which rule it checks, and end",
  },
  watch: { type: "boolean", describe: "Grade again whenever the tree changes" },
  verbose: { type: "boolean", describe: "Show passed tests, durations and what was printed" },
  driver: {
    type: "string",
    requiresArg: true,
    describe: "Where tests run: sim, real, or both; without it all in simulation, some on both",
  },
  seeds: { type: "string", requiresArg: true, describe: "Simulate every test over N seeds" },
  seed: {
    type: "string",
    requiresArg: true,
    describe: "Simulate under this seed, to repeat a run",
  },
  "in-process": {
    type: "boolean",
    describe: "Run tests in this process, for debuggers (deadlines wait for you)",
  },
  help: { type: "boolean", alias: "h", describe: "Show this" },
} as const;

/**
 * Reads the command line of `grade` and checks all of it.
 *
 * @param args the arguments behind the program's name.
 * @throws {@link UsageError} when it cannot be followed; the message says what to type instead.
 */
export async function parseCommand(args: readonly string[]): Promise<Command> {
  const parser = strict(yargs([...args]))
    .scriptName("npm run grade --")
    .usage("$0 --checkpoint|--final [options]\n\nGrades a tree and says where points were lost.")
    .options(OPTIONS)
    .example("$0 --checkpoint", "grade your work in starter/")
    .example("$0 --final --only LocalSync RemoteTellOrder", "a group and one more test")
    .example("$0 --final --tree handin.zip", "grade what you are about to hand in")
    .example("$0 --explain ClientConcurrent", "what a test is about")
    .epilogue(
      "Exit codes: 0 full points, 1 points lost, 2 wrong usage, 3 nothing could be compiled or run, 4 the grader failed.",
    );
  const argv = await parser.parse();
  refuseUnknown(argv, Object.keys(OPTIONS), (stray) =>
    selectable(stray) ? `--only ${stray}` : `--tree ${stray}`,
  );
  if (argv.help === true) return { do: "help", text: await parser.getHelp() };
  if (argv.checkpoint === true && argv.final === true) {
    throw new UsageError("--checkpoint and --final are two hand-ins; grade one at a time");
  }
  const part = argv.final === true ? "final" : argv.checkpoint === true ? "checkpoint" : undefined;
  if (argv.explain !== undefined) {
    const tests = selectTests(argv.explain, part);
    return { do: "explain", names: tests.map((test) => test.id) };
  }
  if (argv.list === true) return { do: "list", part };
  if (part === undefined) {
    throw new UsageError("say for which hand-in to grade: --checkpoint or --final");
  }
  if (argv.watch === true && argv["in-process"] === true) {
    throw new UsageError(
      "--watch and --in-process do not go together: code that was loaded into this process cannot be loaded anew",
    );
  }
  if (argv.seed !== undefined && (argv.driver === "real" || argv.seeds !== undefined)) {
    throw new UsageError(
      "--seed repeats one simulated run; it does not go with --driver real or --seeds",
    );
  }
  return {
    do: "grade",
    options: {
      part,
      tree: single("tree", argv.tree),
      only:
        argv.only === undefined ? undefined : selectTests(argv.only, part).map((test) => test.id),
      jobs: argv.jobs === undefined ? undefined : wholeNumber("jobs", argv.jobs, 64),
      json: argv.json === undefined ? undefined : outputFile(single("json", argv.json)),
      report: argv.report === undefined ? undefined : outputFile(single("report", argv.report)),
      watch: argv.watch === true,
      verbose: argv.verbose === true,
      inProcess: argv["in-process"] === true,
      driver: argv.driver === undefined ? "mixed" : driverOf(single("driver", argv.driver)),
      seeds: argv.seeds === undefined ? undefined : wholeNumber("seeds", argv.seeds, 10_000),
      seed: argv.seed === undefined ? undefined : wholeNumber("seed", argv.seed, 2 ** 31),
    },
  };
}

function selectable(name: string): boolean {
  try {
    return selectTests([name]).length > 0;
  } catch {
    return false; // No test has that name; that is all we want to know.
  }
}

function driverOf(text: string): Driver {
  const found = (["sim", "real", "both"] as const).find((driver) => driver === text);
  if (found !== undefined) return found;
  throw new UsageError(`--driver takes sim, real or both, not ${text}`);
}

function outputFile(typed: string): string {
  const path = resolveTyped(typed);
  if (!existsSync(dirname(path))) {
    throw new UsageError(`cannot write ${typed}: there is no folder ${dirname(path)}`);
  }
  if (existsSync(path) && statSync(path).isDirectory()) {
    throw new UsageError(`cannot write ${typed}: it is a folder; name a file in it`);
  }
  return path;
}
