import yargs from "yargs";
import { commandLine, queryAddress, refuseArguments, treeEpilogue } from "../program.js";
import { helpText, parseCommand, type Command } from "./command.js";

/** What `crunner` was asked to do. */
export interface RunnerOptions {
  /** The query servers to ask, in turn. */
  readonly addresses: readonly string[];
  /** The one command to carry out; undefined for a session. */
  readonly command: Command | undefined;
}

/** Where `srunner` puts its first query actor when it is not told. */
const defaultAddress = "localhost:6001";

/**
 * Reads the command line. `--help` prints the help and ends the process.
 *
 * @throws `UsageError` for a bad flag or address, or `CommandError` for a bad command.
 */
export async function parseOptions(argv: readonly string[]): Promise<RunnerOptions> {
  const args = await yargs([...argv])
    .scriptName("crunner")
    .usage(
      "$0 [address...] [command]\n\n" +
        "Asks storage servers. Without a command it reads commands from the terminal, or from a pipe.\n" +
        "An address is that of a query actor, host:port, or a port of this machine; of several, each is asked in turn.\n" +
        `Without an address it is ${defaultAddress}.\n\n` +
        `Commands:\n${helpText.replace(/^(?=.)/gm, "  ")}`,
    )
    .example(commandLine("crunner", "6001 6002"), "Talk with two query actors of this machine")
    .example(commandLine("crunner", "10.0.0.7:6001 get motd"), "One command")
    .epilogue(
      `${treeEpilogue}\nExit codes: 0 all went well, 1 a command failed, 2 wrong command line.`,
    )
    .parserConfiguration({ "parse-positional-numbers": false })
    .version(false)
    .strictOptions()
    .wrap(110)
    .fail(refuseArguments)
    .parse();
  return splitArguments(args._.map(String));
}

/** Takes the addresses at the front from the command behind them. */
export function splitArguments(words: readonly string[]): RunnerOptions {
  const firstOther = words.findIndex((word) => !/^\d+$|:\d*$/.test(word));
  const addressCount = firstOther === -1 ? words.length : firstOther;
  const addresses = words.slice(0, addressCount).map(queryAddress);
  return {
    addresses: addresses.length === 0 ? [defaultAddress] : addresses,
    command: parseCommand(words.slice(addressCount)),
  };
}
