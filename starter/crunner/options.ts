import { commandLine, parserOf, typedAddress } from "../program.js";
import { helpText, parseCommand, type ParsedCommand } from "./commands.js";

/** What `crunner` was asked to do. */
export interface RunnerOptions {
  /** The query servers to ask, in turn. */
  readonly addresses: readonly string[];
  /** The one command to carry out; undefined to read commands. */
  readonly command: ParsedCommand | undefined;
}

/** Where `srunner` puts its first query actor when it is not told. */
const defaultAddress = "localhost:6001";

/**
 * Reads the command line. `--help` prints the help and ends the process.
 *
 * @throws {@link UsageError} for anything that cannot be meant.
 */
export async function parseOptions(argv: readonly string[]): Promise<RunnerOptions> {
  const { _: typed } = await parserOf(
    "crunner",
    argv,
    "[address...] [command]\n\n" +
      "Asks storage servers. Without a command it reads commands from the terminal, or from a pipe.\n" +
      "An address is that of a query actor, host:port, or a port of this machine; of several, each is asked in turn.\n" +
      `Without an address it is ${defaultAddress}.\n\n` +
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
