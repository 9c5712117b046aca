import { existsSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../base/exit_codes.js";
import type { ClassOptions } from "../class/class_job.js";
import type { Lab } from "../labs/lab.js";
import { resolveTyped } from "../trees/kit_paths.js";
import { count, labOn, labOption, readCommandLine, text } from "./command_line.js";
import { driverOf, partOn, partOptions, wallOf } from "./grade_options.js";

/** The parsed command line of `grade:class`. */
export interface ClassCommand {
  readonly lab: Lab;
  readonly part: Lab["parts"][number];
  /** The folder with the hand-ins, absolute. */
  readonly handIns: string;
  /** The folder of the results, absolute. */
  readonly out: string;
  readonly options: ClassOptions;
  readonly engine: "pool" | "slurm";
  /** How many hand-ins are graded at once; undefined for as many as fit. */
  readonly workers: number | undefined;
  /** A hand-in that takes longer is given up, in minutes. */
  readonly limitMinutes: number;
  readonly roster: string | undefined;
  /** The points given by hand. */
  readonly manual: string;
  /** The folder of earlier results to compare with. */
  readonly compare: string | undefined;
  /** Whether to write the plan for Kubernetes, without grading. */
  readonly onlyPlan: boolean;
  /** Whether to write the results again from the verdicts that exist, without grading. */
  readonly onlyWrite: boolean;
}

const OPTIONS = {
  out: { ...text("out", "Where the results go"), default: "grades" },
  roster: text("roster", "A CSV with student_id, names, email, hand_in, submitted_at, due"),
  manual: text("manual", "A CSV with the points given by hand; default: manual.csv in the results"),
  compare: text("compare", "The folder of earlier results: say what has changed since"),
  engine: { ...text("engine", "Where to grade: pool (this machine) or slurm"), default: "pool" },
  workers: count("workers", 10_000, "How many hand-ins are graded at once"),
  limit: count("limit", 1_440, "Give up a hand-in after this many minutes; default: 20"),
  jobs: count("jobs", 64, "How many tests of a hand-in run at once"),
  driver: text("driver", "Where tests run: sim, real, or both; default as for one submission"),
  seeds: count("seeds", 10_000, "Simulate every test under N seeds"),
  wall: text(
    "wall",
    "What student code runs behind: bubblewrap, user or none; default: the strongest",
  ),
  "no-pictures": { type: "boolean", describe: "Do not draw failures" },
  "only-plan": { type: "boolean", describe: "Grade nothing; write a job for Kubernetes" },
  "only-write": {
    type: "boolean",
    describe: "Grade nothing; write the results again, for example with new manual points",
  },
  ...labOption,
} as const;

/**
 * Parses and checks the command line of `grade:class`.
 *
 * @throws {@link UsageError} if it is invalid.
 */
export async function parseClassCommand(args: readonly string[]): Promise<ClassCommand> {
  const lab = await labOn(args);
  const flags =
    lab.parts.length > 1 ? ` ${lab.parts.map(({ name }) => `--${name}`).join("|")}` : "";
  const argv = await readCommandLine(args, {
    script: "npm run grade:class --",
    usage: `$0 HAND-INS${flags} [options]\n\nGrades a folder of hand-ins: an export of Gradescope, Canvas or Moodle, or zips and folders. Run it again to go on after an interruption.`,
    options: { ...partOptions(lab), ...OPTIONS },
    examples: [
      [`$0 hand-ins/${flags.split("|").at(-1) ?? ""} --out grades/`, "grade a class"],
      ["$0 hand-ins/ --final --out new/ --compare grades/", "say what a new kit changes"],
    ],
    epilogue:
      "Exit codes: 0 every hand-in has a verdict, 1 some have none, 2 wrong usage, 130 interrupted.",
  });
  const part = partOn(lab, argv);
  if (part === undefined)
    throw new UsageError(`say what to grade for:${flags.replace("|", " or ")}`);
  const [typed, more] = argv.words;
  if (typed === undefined) throw new UsageError("name the folder with the hand-ins");
  if (more !== undefined) throw new UsageError(`name one folder with hand-ins, not also ${more}`);
  const { engine, driver, seeds, jobs, compare, roster, manual } = argv;
  if (engine !== "pool" && engine !== "slurm") {
    throw new UsageError(`--engine takes pool or slurm, not ${engine}`);
  }
  const wall = argv.wall === undefined ? undefined : wallOf(argv.wall);
  const out = resolveTyped(argv.out);
  return {
    lab,
    part,
    handIns: resolveTyped(typed),
    out,
    options: {
      lab: lab.id,
      part: part.name,
      ...(driver === undefined ? {} : { driver: driverOf(driver) }),
      ...(seeds === undefined ? {} : { seeds }),
      ...(jobs === undefined ? {} : { testsAtOnce: jobs }),
      ...(wall === undefined || wall === "auto" ? {} : { wall }),
      pictures: argv["no-pictures"] !== true,
    },
    engine,
    workers: argv.workers,
    limitMinutes: argv.limit ?? 20,
    roster: roster && existing(roster),
    manual: manual === undefined ? join(out, "manual.csv") : existing(manual),
    compare: compare && existing(compare),
    onlyPlan: argv["only-plan"] === true,
    onlyWrite: argv["only-write"] === true,
  };
}

function existing(typed: string): string {
  const path = resolveTyped(typed);
  if (existsSync(path)) return path;
  throw new UsageError(`there is no ${typed} (looked for ${path})`);
}
