import { availableParallelism } from "node:os";
import { commandLine, once, parserOf, typedAddress, UsageError, wholeNumber } from "../program.js";

/** The command line of `srunner`. */
export interface ServerOptions {
  /** The start port: that of the actor system. */
  readonly port: number;
  /** How many query actors to start; they listen on the ports after the start port. */
  readonly actors: number;
  /** The name by which other machines reach this one. */
  readonly host: string;
  /** Join addresses of running servers. */
  readonly join: readonly string[];
  /** Descs of running servers. */
  readonly remote: readonly string[];
  /** The port on which later servers ask this one for what they need to join. */
  readonly joinPort: number;
  /** The artificial one-way latency to other servers, in milliseconds. */
  readonly latency: number;
}

const highestPort = 65_535;

/**
 * Parses the command line. `--help` prints the help and exits.
 *
 * @throws {@link UsageError} if it is invalid.
 */
export async function parseOptions(argv: readonly string[]): Promise<ServerOptions> {
  const args = await parserOf("srunner", argv, "[options]\n\nRuns one storage server until Ctrl-C.")
    .options({
      port: {
        string: true,
        requiresArg: true,
        default: "6000",
        describe: "Start port: the port of the actor system; query actors use the ports after it",
        coerce: wholeNumber("--port", 1, highestPort),
      },
      actors: {
        string: true,
        requiresArg: true,
        default: String(availableParallelism()),
        defaultDescription: "one per core",
        describe: "How many query actors to start",
        coerce: wholeNumber("--actors", 1),
      },
      join: {
        string: true,
        requiresArg: true,
        array: true,
        default: [] as string[],
        defaultDescription: "none",
        describe:
          "Running servers, by the join addresses that they printed (on this machine the port is enough); " +
          "one of them is enough, since it knows the others",
        coerce: (words: readonly string[]) => words.map(typedAddress),
      },
      remote: {
        string: true,
        requiresArg: true,
        array: true,
        nargs: 1,
        default: [] as string[],
        defaultDescription: "none",
        describe: "The desc of a running server; may be repeated",
      },
      host: {
        string: true,
        requiresArg: true,
        default: "localhost",
        describe: "The name or IP address by which other machines reach this one",
        coerce: hostName,
      },
      "join-port": {
        string: true,
        requiresArg: true,
        defaultDescription: "the one after the query ports",
        describe: "Where later servers ask this one for what they need to join",
        coerce: wholeNumber("--join-port", 1, highestPort),
      },
      latency: {
        string: true,
        requiresArg: true,
        default: "0",
        describe:
          "Delay messages to other servers by this many milliseconds, as if they were far away",
        coerce: wholeNumber("--latency", 0, 60_000),
      },
    })
    .example(
      commandLine("srunner", ""),
      "A server with its actor system on 6000, query actors on 6001, ...",
    )
    .example(
      commandLine("srunner", "--port 6100 --join 6003"),
      "A second one; the first one prints what to type",
    )
    .example(
      commandLine("srunner", "--host 192.168.0.7"),
      "A server that other machines can reach and join",
    )
    .strict()
    .parse();
  const { port, actors } = args;
  const afterQueryPorts = port + actors + 1;
  if (afterQueryPorts > highestPort) {
    throw new UsageError(
      `${actors} query actors after port ${port} need ports up to ${afterQueryPorts}; the highest is ${highestPort}`,
    );
  }
  return { ...args, joinPort: args.joinPort ?? afterQueryPorts };
}

function hostName(value: string | string[]): string {
  const host = once("--host")(value);
  if (/^([\w.-]+|[\da-f]*:[\da-f]*:[\da-f:.]*)$/i.test(host)) return host;
  throw new UsageError(`--host takes a name or an IP address without a port, not "${host}"`);
}
