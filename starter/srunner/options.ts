import { availableParallelism } from "node:os";
import yargs from "yargs";
import { commandLine, refuseArguments, treeEpilogue, UsageError, wholeNumber } from "../program.js";

/** What `srunner` was asked to do. */
export interface ServerOptions {
  /** The start port: that of the actor system. */
  readonly port: number;
  /** How many query actors to start; they listen on the ports after the start port. */
  readonly actors: number;
  /** The name by which other machines reach this one. */
  readonly host: string;
  /** Descs of running servers. */
  readonly remotes: readonly string[];
  /** Where to find running servers: the join address of one, or a file with the desc of one. */
  readonly joins: readonly string[];
  /** The port on which later servers ask for what they need to join. */
  readonly joinPort: number;
  /** Where to write this server's desc, if anywhere. */
  readonly descFile: string | undefined;
  /** The artificial one-way latency to other servers, in milliseconds. */
  readonly latencyMs: number;
}

const highestPort = 65_535;

/**
 * Reads the command line. `--help` prints the help and ends the process.
 *
 * @throws {@link UsageError} for anything that cannot be meant.
 */
export async function parseOptions(argv: readonly string[]): Promise<ServerOptions> {
  const args = await yargs([...argv])
    .scriptName("srunner")
    .usage("$0 [options]\n\nRuns one storage server until Ctrl-C.")
    .options({
      port: {
        string: true,
        requiresArg: true,
        default: "6000",
        describe: "Start port: the actor system's; query actors take the ports after it",
      },
      actors: {
        string: true,
        requiresArg: true,
        defaultDescription: "one per core",
        describe: "How many query actors to start",
      },
      join: {
        string: true,
        array: true,
        default: [] as string[],
        defaultDescription: "none",
        describe:
          "Servers that run already: the join address that one of them printed (its port will do on this machine), " +
          "or a file that --desc-file wrote for each",
      },
      remote: {
        string: true,
        requiresArg: true,
        array: true,
        nargs: 1,
        default: [] as string[],
        defaultDescription: "none",
        describe: "The desc of a server that runs already, itself; may be repeated",
      },
      "desc-file": {
        string: true,
        requiresArg: true,
        describe: "Write this server's desc to a file once it runs",
      },
      host: {
        string: true,
        requiresArg: true,
        default: "localhost",
        describe: "The name or IP address by which other machines reach this one",
      },
      "join-port": {
        string: true,
        requiresArg: true,
        defaultDescription: "the one after the query ports",
        describe: "Where later servers ask this one for what they need to join",
      },
      latency: {
        string: true,
        requiresArg: true,
        default: "0",
        describe:
          "Delay what this server sends to others, to play that they are far away: milliseconds",
      },
    })
    .example(
      commandLine("srunner", ""),
      "A server with its actor system on 6000, query actors on 6001, ...",
    )
    .example(
      commandLine("srunner", "--port 6100 --join 6003"),
      "A second one; the first one says what to write",
    )
    .example(
      commandLine("srunner", "--host 192.168.0.7"),
      "A server that other machines can reach and join",
    )
    .epilogue(treeEpilogue)
    .version(false)
    .strict()
    .wrap(100)
    .fail(refuseArguments)
    .parse();
  const [stray] = args._;
  if (stray !== undefined) throw new UsageError(`"${stray}" is none of the options`);
  const once = (option: string, value: string | string[] | undefined): string | undefined => {
    if (Array.isArray(value)) throw new UsageError(`--${option} can be given once only`);
    return value;
  };
  const port = wholeNumber("--port", once("port", args.port) ?? "", 1, highestPort);
  const actors = wholeNumber(
    "--actors",
    once("actors", args.actors) ?? String(availableParallelism()),
    1,
    Infinity,
  );
  const afterQueryPorts = port + actors + 1;
  if (afterQueryPorts > highestPort) {
    throw new UsageError(
      `${actors} query actors after port ${port} need ports up to ${afterQueryPorts}; the highest is ${highestPort}`,
    );
  }
  const joinPort = once("join-port", args["join-port"]) ?? String(afterQueryPorts);
  const host = once("host", args.host) ?? "localhost";
  if (!/^([\w.-]+|[\da-f]*:[\da-f]*:[\da-f:.]*)$/i.test(host)) {
    throw new UsageError(`--host takes a name or an IP address without a port, not "${host}"`);
  }
  if (args.join.length === 0 && argv.some((word) => word.startsWith("--join="))) {
    throw new UsageError("--join takes at least one join address or file");
  }
  return {
    port,
    actors,
    host,
    remotes: args.remote,
    joins: args.join,
    joinPort: wholeNumber("--join-port", joinPort, 1, highestPort),
    descFile: once("desc-file", args["desc-file"]),
    latencyMs: wholeNumber("--latency", once("latency", args.latency) ?? "0", 0, 60_000),
  };
}
