import yargs from "yargs";
import { UsageError } from "../base/exit_codes.js";
import { FaultError, type FaultSpec } from "../sim/faults/fault_spec.js";
import { treeChoices } from "../trees/kit_paths.js";
import { faultExamples, formatFaults, parseFaults } from "../sim/faults/fault_syntax.js";
import { refuseUnknown, single, strict, wholeNumber } from "./strict_yargs.js";
import { typedTree } from "../trees/kit_paths.js";

/** What to explore, and for how long. */
export interface ExploreOptions {
  readonly tree: string;
  readonly servers: number;
  readonly actors: number;
  readonly faults: readonly FaultSpec[];
  /** The seeds to try, from the first one on. */
  readonly seeds: number;
  readonly firstSeed: number;
  /** Ends the search, in milliseconds of real time. */
  readonly timeMs: number;
  /** Tries all orders of delivery of small cases instead of random cases. */
  readonly exhaustive: boolean;
  /** The folder for kept tests, as typed. */
  readonly keep: string;
  /** The picture's file, as typed. */
  readonly report: string | undefined;
  readonly jobs: number | undefined;
}

const OPTIONS = {
  tree: {
    type: "string",
    default: "starter",
    requiresArg: true,
    describe: `What to explore: ${treeChoices}`,
  },
  servers: { type: "string", default: "2", requiresArg: true, describe: "How many servers" },
  actors: {
    type: "string",
    default: "2",
    requiresArg: true,
    describe: "How many query actors each has",
  },
  seeds: {
    type: "string",
    default: "1000",
    requiresArg: true,
    describe: "How many random cases are tried",
  },
  seed: { type: "string", requiresArg: true, describe: "Try the case of this seed alone" },
  time: {
    type: "string",
    default: "60s",
    requiresArg: true,
    describe: "Stop searching after this time, such as 30s or 5m",
  },
  faults: {
    type: "string",
    requiresArg: true,
    describe: `What else goes wrong, such as ${faultExamples.slice(0, 3).join(",")}`,
  },
  exhaustive: {
    type: "boolean",
    describe: "Try small cases in all orders in which up to two messages are held up",
  },
  keep: {
    type: "string",
    default: "tests/mine",
    requiresArg: true,
    describe: "The folder for the test of what is found",
  },
  report: {
    type: "string",
    requiresArg: true,
    describe: "Write a picture of what is found, as HTML",
  },
  jobs: { type: "string", requiresArg: true, describe: "How many processes simulate at once" },
  help: { type: "boolean", alias: "h", describe: "Show this" },
} as const;

/**
 * Reads the command line of `explore`.
 *
 * @returns the options, or the text of the help.
 * @throws {@link UsageError} when it cannot be followed.
 */
export async function parseExplore(args: readonly string[]): Promise<ExploreOptions | string> {
  const parser = strict(yargs([...args]))
    .scriptName("npm run explore --")
    .usage(
      "$0 [options]\n\nLooks for runs in which the store goes wrong: small random workloads under random schedules, in\nsimulation. What it finds it makes as small as it can, and keeps as a test.",
    )
    .options(OPTIONS)
    .example("$0 --time 30s", "explore your work in starter/ for half a minute")
    .example("$0 --servers 1 --actors 2 --exhaustive", "every order for two actors")
    .example("$0 --faults 'partition=s1|s2@1s..3s'", "with a partition")
    .epilogue(
      `Faults: ${faultExamples.join("  ")}\n\nExit codes: 0 nothing found, 1 something found, 2 wrong usage, 3 nothing could be compiled, 4 exploring itself failed.`,
    );
  const argv = await parser.parse();
  refuseUnknown(argv, Object.keys(OPTIONS), (stray) => `--tree ${stray}`);
  if (argv.help === true) return await parser.getHelp();
  const seed = argv.seed === undefined ? undefined : wholeNumber("seed", argv.seed, 2 ** 31);
  return {
    tree: single("tree", argv.tree),
    servers: wholeNumber("servers", argv.servers, 6),
    actors: wholeNumber("actors", argv.actors, 8),
    faults: argv.faults === undefined ? [] : faultsOf(single("faults", argv.faults)),
    seeds: seed === undefined ? wholeNumber("seeds", argv.seeds, 10_000_000) : 1,
    firstSeed: seed ?? 1,
    timeMs: timeOf(single("time", argv.time)),
    exhaustive: argv.exhaustive === true,
    keep: single("keep", argv.keep),
    report: argv.report === undefined ? undefined : single("report", argv.report),
    jobs: argv.jobs === undefined ? undefined : wholeNumber("jobs", argv.jobs, 64),
  };
}

/** The command that tries the case of a seed again. */
export function exploreCommand(options: ExploreOptions, seed: number): string {
  const { tree, servers, actors, faults } = options;
  const more = faults.length === 0 ? "" : ` --faults '${formatFaults(faults)}'`;
  return `npm run explore -- --tree ${typedTree(tree)} --servers ${servers} --actors ${actors}${more} --seed ${seed}`;
}

function timeOf(text: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text) ?? [];
  if (digits === undefined)
    throw new UsageError(`--time takes a time such as 30s or 5m, not ${text}`);
  return Number(digits) * (unit === "ms" ? 1 : unit === "s" ? 1_000 : 60_000);
}

function faultsOf(text: string): FaultSpec[] {
  try {
    return parseFaults(text);
  } catch (error) {
    if (error instanceof FaultError) throw new UsageError(`--faults: ${error.message}`);
    throw error;
  }
}
