import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Options } from "yargs";
import { UsageError } from "../base/exit_codes.js";
import type { Lab } from "../labs/lab.js";
import type { Part } from "../report/report_spec.js";
import type { LabTest } from "../suite/suite_spec.js";
import type { Driver } from "../suite/suite_types.js";
import { resolveTyped, treeChoices } from "../trees/kit_paths.js";
import { count, labOn, labOption, readCommandLine, text } from "./command_line.js";
import { selectTests } from "./select_tests.js";

/** What the command line asks for. */
export type Command = { readonly lab: Lab } & (
  | { readonly do: "list"; readonly part: Part | undefined }
  | { readonly do: "explain"; readonly tests: readonly LabTest[] }
  | { readonly do: "grade"; readonly options: GradeOptions }
);

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
  /** Over how many seeds each test is simulated; undefined for as many as it says. */
  readonly seeds: number | undefined;
  /** The one seed under which to repeat a run. */
  readonly seed: number | undefined;
}

const OPTIONS = {
  tree: { ...text("tree", `What to grade: ${treeChoices}`), default: "starter" },
  only: {
    type: "string",
    array: true,
    requiresArg: true,
    describe: "Run these tests or groups only",
  },
  jobs: count("jobs", 64, "How many tests run at once"),
  json: text("json", "Write the report to this file, too"),
  report: text("report", "Draw what failed in simulation, into this HTML file"),
  list: { type: "boolean", describe: "List the tests and end" },
  explain: {
    type: "string",
    array: true,
    requiresArg: true,
    describe: "Say what a test does and which rule it checks, and end",
  },
  watch: { type: "boolean", describe: "Grade again whenever the tree changes" },
  verbose: { type: "boolean", describe: "Show passed tests, durations and what was printed" },
  driver: text(
    "driver",
    "Where tests run: sim, real, or both; without it all in simulation, some on both",
  ),
  seeds: count("seeds", 10_000, "Simulate every test over N seeds"),
  seed: count("seed", 2 ** 31, "Simulate under this seed, to repeat a run"),
  "in-process": {
    type: "boolean",
    describe: "Run tests in this process, for debuggers (deadlines wait for you)",
  },
  ...labOption,
} as const;

/**
 * Reads the command line of `grade` and checks all of it.
 *
 * @param args the arguments behind the program's name.
 * @throws {@link UsageError} when it cannot be followed; the message says what to type instead. {@link HelpWanted}.
 */
export async function parseCommand(args: readonly string[]): Promise<Command> {
  const lab = await labOn(args);
  const flags = lab.parts.length > 1 ? lab.parts.map(({ name }) => `--${name}`) : [];
  const last = ["$0", ...flags.slice(-1)];
  const argv = await readCommandLine(args, {
    script: "npm run grade --",
    usage: `$0${flags.length > 0 ? ` ${flags.join("|")}` : ""} [options]\n\nGrades a tree and says where points were lost.`,
    options: { ...partOptions(lab), ...OPTIONS },
    examples: [
      [["$0", ...flags.slice(0, 1)].join(" "), "grade your work in starter/"],
      [[...last, "--only", lab.tests.at(-1)?.group].join(" "), "run a group of tests only"],
      [[...last, "--tree handin.zip"].join(" "), "grade what you are about to hand in"],
      [`$0 --explain ${lab.tests[0]?.id ?? "<test>"}`, "what a test is about"],
    ],
    epilogue:
      "Exit codes: 0 full points, 1 points lost, 2 wrong usage, 3 nothing could be compiled or run, 4 the grader failed.",
    meant: (word) => (selectable(lab, word) ? `--only ${word}` : `--tree ${word}`),
  });
  const part = partOn(lab, argv);
  if (argv.explain !== undefined) {
    return { lab, do: "explain", tests: selectTests(lab, argv.explain, part) };
  }
  if (argv.list === true) return { lab, do: "list", part };
  if (part === undefined) {
    throw new UsageError(`say for which hand-in to grade: ${flags.join(" or ")}`);
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
  const { tree, only, jobs, json, report, driver, seeds, seed } = argv;
  return {
    lab,
    do: "grade",
    options: {
      part,
      tree,
      only: only && selectTests(lab, only, part).map(({ id }) => id),
      jobs,
      json: json && outputFile(json),
      report: report && outputFile(report),
      watch: argv.watch === true,
      verbose: argv.verbose === true,
      inProcess: argv["in-process"] === true,
      driver: driver === undefined ? "mixed" : driverOf(driver),
      seeds,
      seed,
    },
  };
}

/** A flag for each part, where there are several. */
function partOptions({ parts }: Lab): Record<string, Options> {
  if (parts.length < 2) return {};
  return Object.fromEntries(
    parts.map(({ name }) => [name, { type: "boolean", describe: `Grade for the ${name}` }]),
  );
}

/** The part that is named; the only one, where there are no others. */
function partOn({ parts }: Lab, argv: Readonly<Record<string, unknown>>): Part | undefined {
  if (parts.length < 2) return parts[0];
  const [part, other] = parts.filter(({ name }) => argv[name] === true);
  if (part !== undefined && other !== undefined) {
    throw new UsageError(
      `--${part.name} and --${other.name} are two hand-ins; grade one at a time`,
    );
  }
  return part;
}

function selectable(lab: Lab, name: string): boolean {
  try {
    return selectTests(lab, [name]).length > 0;
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
