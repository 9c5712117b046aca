import { commandLine, once, parserOf, typedAddress, UsageError, wholeNumber } from "../program.js";
import { refuseName } from "./rules/sheet.js";

/** The command line of `cmud`. */
export interface AppOptions {
  /** The query servers: the first is used, and the next one if it is lost. */
  readonly addresses: readonly [string, ...string[]];
  /** The player's name; undefined to ask for it. */
  readonly name: string | undefined;
  /** Skips all waiting, for tests. */
  readonly fast: boolean;
  /** The seed for random numbers; undefined for a different one each time. */
  readonly seed: number | undefined;
}

/** The default address of `srunner`'s first query actor. */
const defaultAddress = "localhost:6001";

/**
 * Parses the command line. `--help` prints the help and exits.
 *
 * @throws {@link UsageError} if it is invalid.
 */
export async function parseOptions(argv: readonly string[]): Promise<AppOptions> {
  const args = await parserOf(
    "cmud",
    argv,
    "[address...] [options]\n\n" +
      "CMUD, a game for many players in one world, which is kept in the storage servers.\n" +
      "An address is that of a query actor, host:port, or a port of this machine. Of several, one is asked, and the\n" +
      `next one when its server is lost. Without an address it is ${defaultAddress}.`,
  )
    .options({
      name: {
        string: true,
        requiresArg: true,
        describe: "Your name, so as not to be asked",
        coerce: playerName,
      },
      fast: { boolean: true, default: false, describe: "Nothing takes time, for tests" },
      seed: {
        string: true,
        requiresArg: true,
        describe: "A whole number; the same luck and puzzles for the same one",
        coerce: wholeNumber("--seed", 0, 2 ** 31 - 1),
      },
    })
    .example(commandLine("cmud", "localhost:6001"), "Play on this machine")
    .example(commandLine("cmud", "192.168.0.7:6001"), "Play on a server elsewhere")
    .strictOptions()
    .parse();
  const [first = defaultAddress, ...others] = args._.map((word) => typedAddress(String(word)));
  return { ...args, addresses: [first, ...others] };
}

function playerName(value: string | string[]): string {
  const name = once("--name")(value);
  const refusal = refuseName(name);
  if (refusal !== undefined) throw new UsageError(`--name "${name}": ${refusal}`);
  return name;
}
