import { commandLine, parserOf, typedAddress } from "../program.js";
import { helpText, parseCommand, type ParsedCommand } from "./commands.js";

/** The command line of `crunner`. */
export interface RunnerOptions {
  /** The query servers to query, in turn. */
  readonly addresses: readonly string[];
  /** The command to execute; undefined to read commands. */
  readonly command: ParsedCommand | undefined;
}

/** The default address of `srunner`'s first query actor. */
const defaultAddress = "localhost:6001";

/**
 * Parses the command line. `--help` prints the help and exits.
 *
 * @throws {@link UsageError} if it is invalid.
 */
export async function parseOptions(argv: readonly string[]): Promise<RunnerOptions> {
  const { _: typed } = await parserOf(
    "crunner",
    argv,
    "[address...] [command]\n\n" +
      "Queries storage servers. Without a command it reads commands from the terminal, or from a pipe.\n" +
      "An address is that of a query actor, host:port, or a port of this machine; several addresses take turns.\n" +
      `The default address is ${defaultAddress}.\n\n` +
      `Commands:\n${helpText.replace(/^(?=.)/gm, "  ")}`,
  )
    .example(commandLine("crunner", "6001 6002"), "Talk with two query actors of this machine")
    .example(commandLine("crunner", "10.0.0.7:6001 get motd"), "One command")
    .strictOptions()
    .parse();
  const words = typed.map(String);
  const firstOther = words.findIndex((word) => !/^\d+$|:\d*$/.test(word));
  const addressCount = firstOther === -1 ? words.length : firstOther;
  const addresses = words.slice(0, addressCount).map(typedAddress);
  return {
    addresses: addresses.length === 0 ? [defaultAddress] : addresses,
    command: parseCommand(words.slice(addressCount)),
  };
}
