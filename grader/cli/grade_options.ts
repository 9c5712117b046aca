import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Options } from "yargs";
import { UsageError } from "../base/exit_codes.js";
import type { Lab } from "../labs/lab.js";
import type { Part } from "../report/report_spec.js";
import type { ReportFiles } from "../report/write_reports.js";
import { wallKinds, type WallKind } from "../process/wall.js";
import type { LabTest } from "../suite/suite_spec.js";
import type { Driver } from "../suite/suite_types.js";
import { resolveTyped, treeChoices } from "../trees/kit_paths.js";
import { count, labOn, labOption, readCommandLine, text } from "./command_line.js";
import { selectTests } from "./select_tests.js";

/** The parsed command line. */
export type Command = { readonly lab: Lab } & (
  | { readonly do: "list"; readonly part: Part | undefined }
  | { readonly do: "explain"; readonly tests: readonly LabTest[] }
  | { readonly do: "grade"; readonly options: GradeOptions }
);

/** How to grade. */
export interface GradeOptions {
  readonly part: Part;
  /** As typed: `starter`, `solution`, a folder or a zip. */
  readonly tree: string;
  /** The ids of the chosen tests; undefined for all of the part. */
  readonly only: readonly string[] | undefined;
  readonly jobs: number | undefined;
  /** The files in which to write the report, by their formats. Absolute paths. */
  readonly files: ReportFiles;
  /** The absolute path of the picture of simulated failures. */
  readonly report: string | undefined;
  /** Whether to print annotations for GitHub Actions. */
  readonly annotations: boolean;
  readonly watch: boolean;
  readonly verbose: boolean;
  readonly inProcess: boolean;
  /** What student code runs behind; default: `auto`. */
  readonly wall?: WallKind | "auto";
  /** Where tests run. */
  readonly driver: Driver;
  /** The number of seeds for each simulated test; undefined for the test's own. */
  readonly seeds: number | undefined;
  /** The seed of a run to repeat. */
  readonly seed: number | undefined;
  /** The absolute path of a program to grade in the place of a tree; absent for a tree. */
  readonly program?: string;
}

const OPTIONS = {
  tree: { ...text("tree", `What to grade: ${treeChoices}`), default: "starter" },
  only: {
    type: "string",
    array: true,
    requiresArg: true,
    describe: "Run only these tests or groups",
  },
  jobs: count("jobs", 64, "How many tests run at once"),
  json: text("json", "Also write the report to this file, as JSON"),
  junit: text("junit", "Also write the report to this file, as JUnit XML"),
  html: text("html", "Also write the report to this file, as a page"),
  markdown: text("markdown", "Also append the report to this file, as Markdown"),
  codequality: text("codequality", "Also write the findings to this file, as GitLab reads them"),
  annotations: {
    type: "boolean",
    describe: "Also print the findings as GitHub Actions reads them",
  },
  report: text("report", "Draw simulated failures in this HTML file"),
  list: { type: "boolean", describe: "List the tests and exit" },
  explain: {
    type: "string",
    array: true,
    requiresArg: true,
    describe: "Say what a test does and which rule it checks, and exit",
  },
  watch: { type: "boolean", describe: "Grade again whenever the tree changes" },
  verbose: {
    type: "boolean",
    describe: "Also show passed tests, durations (virtual, if simulated) and output",
  },
  driver: text(
    "driver",
    "Where tests run: sim, real, or both; default: all in simulation, some also on real threads",
  ),
  wall: text(
    "wall",
    "What student code runs behind: bubblewrap, user or none; default: the strongest that works here",
  ),
  seeds: count("seeds", 10_000, "Simulate every test under N seeds"),
  seed: count("seed", 2 ** 31, "Simulate under this seed, to repeat a run"),
  "in-process": {
    type: "boolean",
    describe: "Run tests in this process, for debuggers (deadlines are suspended)",
  },
  ...labOption,
} as const;

/** Of assignments whose programs can be written in any language. */
const programOption = {
  master: text("master", "Grade this program, in whatever language it is written, and not a tree"),
};

/**
 * Parses and checks the command line of `grade`.
 *
 * @param args the arguments after the program's name.
 * @throws {@link UsageError} if it is invalid; the message says what to type instead. {@link HelpWanted}.
 */
export async function parseCommand(args: readonly string[]): Promise<Command> {
  const lab = await labOn(args);
  const flags = lab.parts.length > 1 ? lab.parts.map(({ name }) => `--${name}`) : [];
  const last = ["$0", ...flags.slice(-1)];
  const argv = await readCommandLine(args, {
    script: "npm run grade --",
    usage: `$0${flags.length > 0 ? ` ${flags.join("|")}` : ""} [options]\n\nGrades a tree and says where points were lost.`,
    options: {
      ...partOptions(lab),
      ...OPTIONS,
      ...(lab.runProgram === undefined ? {} : programOption),
    },
    examples: [
      [["$0", ...flags.slice(0, 1)].join(" "), "grade your work in starter/"],
      [[...last, "--only", lab.tests.at(-1)?.group].join(" "), "run a group of tests only"],
      [[...last, "--tree handin.zip"].join(" "), "grade what you are about to hand in"],
      [`$0 --explain ${lab.tests[0]?.id ?? "<test>"}`, "what a test is about"],
    ],
    epilogue:
      "Exit codes: 0 full points, 1 points lost, 2 wrong usage, 3 nothing could be compiled or run, 4 the grader failed.",
    meant: (word) => {
      if (flags.includes(`--${word}`)) return `--${word}`;
      return selectable(lab, word) ? `--only ${word}` : `--tree ${word}`;
    },
  });
  const part = partOn(lab, argv);
  if (argv.explain !== undefined) {
    return { lab, do: "explain", tests: selectTests(lab, argv.explain, part) };
  }
  if (argv.list === true) return { lab, do: "list", part };
  if (part === undefined) {
    throw new UsageError(`say what to grade for: ${flags.join(" or ")}`);
  }
  if (argv.watch === true && argv["in-process"] === true) {
    throw new UsageError(
      "--watch and --in-process cannot be combined: code that has been loaded into this process cannot be reloaded",
    );
  }
  if (argv.seed !== undefined && (argv.driver === "real" || argv.seeds !== undefined)) {
    throw new UsageError(
      "--seed repeats one simulated run; it cannot be combined with --driver real or --seeds",
    );
  }
  const { tree, only, jobs, json, junit, html, markdown, codequality } = argv;
  const { report, driver, seeds, seed, wall } = argv;
  const program = programOn(argv);
  if (program !== undefined && argv.watch === true) {
    throw new UsageError("--watch waits for changes of a tree, and --master grades none");
  }
  const formats = { json, junit, html, markdown, codequality };
  return {
    lab,
    do: "grade",
    options: {
      part,
      tree,
      only: only && selectTests(lab, only, part).map(({ id }) => id),
      jobs,
      files: Object.fromEntries(
        Object.entries(formats).map(([name, typed]) => [name, typed && outputFile(typed)]),
      ),
      annotations: argv.annotations === true,
      report: report && outputFile(report),
      watch: argv.watch === true,
      verbose: argv.verbose === true,
      inProcess: argv["in-process"] === true,
      ...(wall === undefined ? {} : { wall: wallOf(wall) }),
      ...(program === undefined ? {} : { program, tree: program }),
      driver: driver === undefined ? "mixed" : driverOf(driver),
      seeds,
      seed,
    },
  };
}

/** The program that is named instead of a tree. */
function programOn(argv: Readonly<Record<string, unknown>>): string | undefined {
  const { master } = argv;
  if (typeof master !== "string") return undefined;
  const path = resolveTyped(master);
  if (existsSync(path) && statSync(path).isFile()) return path;
  throw new UsageError(`there is no program ${master}`);
}

/** A flag for each part, where there are several. */
export function partOptions({ parts }: Lab): Record<string, Options> {
  if (parts.length < 2) return {};
  return Object.fromEntries(
    parts.map(({ name }) => [name, { type: "boolean", describe: `Grade for the ${name}` }]),
  );
}

/** The part that is named on a command line; the only one, where there are no others. */
export function partOn(
  { parts }: Lab,
  argv: Readonly<Record<string, unknown>>,
): Lab["parts"][number] | undefined {
  if (parts.length < 2) return parts[0];
  const [part, other] = parts.filter(({ name }) => argv[name] === true);
  if (part !== undefined && other !== undefined) {
    throw new UsageError(
      `--${part.name} and --${other.name} cannot be combined; grade one at a time`,
    );
  }
  return part;
}

function selectable(lab: Lab, name: string): boolean {
  try {
    return selectTests(lab, [name]).length > 0;
  } catch {
    return false; // No test has that name.
  }
}

/** The driver that a word names; throws a {@link UsageError} if it names none. */
export function driverOf(text: string): Exclude<Driver, "mixed"> {
  const found = (["sim", "real", "both"] as const).find((driver) => driver === text);
  if (found !== undefined) return found;
  throw new UsageError(`--driver takes sim, real or both, not ${text}`);
}

/** The wall that a word names; throws a {@link UsageError} if it names none. */
export function wallOf(text: string): WallKind | "auto" {
  const found = (["auto", ...wallKinds] as const).find((wall) => wall === text);
  if (found !== undefined) return found;
  throw new UsageError(`--wall takes auto, ${wallKinds.join(", ")}, not ${text}`);
}

function outputFile(typed: string): string {
  const path = resolveTyped(typed);
  if (!existsSync(dirname(path))) {
    throw new UsageError(`cannot write ${typed}: there is no folder ${dirname(path)}`);
  }
  if (existsSync(path) && statSync(path).isDirectory()) {
    throw new UsageError(`cannot write ${typed}: it is a folder; name a file`);
  }
  return path;
}
