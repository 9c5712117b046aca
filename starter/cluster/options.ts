import { commandLine, once, parserOf, UsageError, wholeNumber } from "../program.js";
import type { PersistenceFailures } from "../replicas/persistence.js";

/** The command line of `cluster`. */
export interface ClusterCommand {
  /** How many replicas to start. */
  readonly replicas: number;
  readonly persistence: PersistenceFailures;
  readonly lossy: boolean;
}

const failures: readonly PersistenceFailures[] = ["never", "throws", "drops"];

/**
 * Parses the command line. `--help` prints the help and exits.
 *
 * @throws {@link UsageError} if it is invalid.
 */
export async function parseOptions(argv: readonly string[]): Promise<ClusterCommand> {
  const usage =
    "[options]\n\nRuns a mediator and some replicas, and executes commands that you type at them.";
  return await parserOf("cluster", argv, usage)
    .options({
      replicas: {
        string: true,
        requiresArg: true,
        default: "3",
        describe: "How many replicas to start; more can join later",
        coerce: wholeNumber("--replicas", 1, 20),
      },
      persistence: {
        string: true,
        requiresArg: true,
        default: "never",
        describe: `How the persistence fails: ${failures.join(", ")}`,
        coerce: failuresOf,
      },
      lossy: {
        boolean: true,
        default: false,
        describe: "Lose messages between replicators and secondaries",
      },
    })
    .example(commandLine("cluster", "--persistence throws --lossy"), "What can go wrong, does")
    .strict()
    .parse();
}

function failuresOf(value: string | string[]): PersistenceFailures {
  const text = once("--persistence")(value);
  const found = failures.find((one) => one === text);
  if (found !== undefined) return found;
  throw new UsageError(`--persistence takes ${failures.join(", ")}, not "${text}"`);
}
