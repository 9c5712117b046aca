import { UsageError } from "../base/exit_codes.js";
import type { ExploreSpec } from "../explore/explore_spec.js";
import { defaultLab } from "../labs/index.js";
import type { Lab } from "../labs/lab.js";
import { FaultError, type FaultSpec } from "../sim/faults/fault_spec.js";
import { faultExamples, formatFaults, parseFaults } from "../sim/faults/fault_syntax.js";
import { treeChoices, typedTree } from "../trees/kit_paths.js";
import { count, labOn, labOption, readCommandLine, text } from "./command_line.js";

/** What to explore, and for how long. */
export interface ExploreOptions {
  readonly lab: Lab & ExploreSpec;
  readonly tree: string;
  readonly servers: number;
  readonly actors: number;
  readonly faults: readonly FaultSpec[];
  /** The number of seeds to try, starting with the first one. */
  readonly seeds: number;
  readonly firstSeed: number;
  /** The time limit of the search, in milliseconds of real time. */
  readonly timeMs: number;
  /** Whether to try all orders of delivery of small cases instead of random cases. */
  readonly exhaustive: boolean;
  /** The folder for kept tests, as typed. */
  readonly keep: string;
  /** The picture's file, as typed. */
  readonly report: string | undefined;
  readonly jobs: number | undefined;
}

const OPTIONS = {
  tree: { ...text("tree", `What to explore: ${treeChoices}`), default: "starter" },
  servers: { ...count("servers", 6, "How many servers"), default: "2" },
  actors: {
    ...count("actors", 8, "How many actors each server has, where the assignment leaves that open"),
    default: "2",
  },
  seeds: { ...count("seeds", 10_000_000, "How many random cases to try"), default: "1000" },
  seed: count("seed", 2 ** 31, "Try only the case of this seed"),
  time: {
    ...text("time", "Stop searching after this time, such as 30s or 5m"),
    default: "60s",
  },
  faults: text("faults", `Faults to inject, such as ${faultExamples.slice(0, 3).join(",")}`),
  exhaustive: {
    type: "boolean",
    describe: "Try small cases in all orders instead of random ones",
  },
  keep: { ...text("keep", "The folder for tests of what is found"), default: "tests/mine" },
  report: text("report", "Draw what is found, as an HTML file"),
  jobs: count("jobs", 64, "How many simulations run at once"),
  ...labOption,
} as const;

/**
 * Parses the command line of `explore`.
 *
 * @throws {@link UsageError} if it is invalid; {@link HelpWanted}.
 */
export async function parseExplore(args: readonly string[]): Promise<ExploreOptions> {
  const argv = await readCommandLine(args, {
    script: "npm run explore --",
    usage:
      "$0 [options]\n\nLooks for runs in which the store goes wrong: small random workloads under random schedules, in\nsimulation. It shrinks what it finds as far as it can, and keeps it as a test.",
    options: OPTIONS,
    examples: [
      ["$0 --time 30s", "explore your work in starter/ for half a minute"],
      ["$0 --servers 2 --exhaustive", "every order of a few small cases"],
      ['$0 --faults "partition=s1|s2@1s..3s"', "with a partition"],
    ],
    epilogue: `Faults: ${faultExamples.join("  ")}\n\nExit codes: 0 nothing found, 1 something found, 2 wrong usage, 3 nothing could be compiled, 4 the explorer itself failed.`,
    meant: (word) => `--tree ${word}`,
  });
  const lab = await labOn(args);
  const { workload } = lab;
  if (workload === undefined) {
    throw new UsageError(`${lab.title} cannot be explored: it defines no workload`);
  }
  const { tree, servers, actors, seed, keep, report, jobs } = argv;
  return {
    lab: { ...lab, workload },
    tree,
    servers,
    actors,
    faults: argv.faults === undefined ? [] : faultsOf(argv.faults),
    seeds: seed === undefined ? argv.seeds : 1,
    firstSeed: seed ?? 1,
    timeMs: timeOf(argv.time),
    exhaustive: argv.exhaustive === true,
    keep,
    report,
    jobs,
  };
}

/** The command that repeats the case of a seed. */
export function exploreCommand(options: ExploreOptions, seed: number): string {
  const { lab, tree, servers, actors, faults } = options;
  const which = lab.id === defaultLab ? "" : ` --lab ${lab.id}`;
  const more = faults.length === 0 ? "" : ` --faults '${formatFaults(faults)}'`;
  return `npm run explore --${which} --tree ${typedTree(tree)} --servers ${servers} --actors ${actors}${more} --seed ${seed}`;
}

function timeOf(typed: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(typed) ?? [];
  if (digits === undefined)
    throw new UsageError(`--time takes a duration such as 30s or 5m, not ${typed}`);
  return Number(digits) * (unit === "ms" ? 1 : unit === "s" ? 1_000 : 60_000);
}

function faultsOf(typed: string): FaultSpec[] {
  try {
    return parseFaults(typed);
  } catch (error) {
    if (error instanceof FaultError) throw new UsageError(`--faults: ${error.message}`);
    throw error;
  }
}
