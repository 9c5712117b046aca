/** The common part of the command-line programs: how they parse a command line, fail, and exit. */
import { closestMatch } from "leven";
import yargs, { type Argv } from "yargs";
import { parseAddress } from "./platform/address.js";

/** The exit codes of every program. */
export const exitCodes = {
  ok: 0,
  /** Something went wrong while the program ran. */
  failure: 1,
  /** The command line was wrong, and nothing was done. */
  usage: 2,
} as const;

/** Thrown for invalid user input; the message says what to type instead. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/**
 * Runs a program. An exception of `main` is printed as one line and determines the exit code. If the program's output
 * is closed, as by `crunner list | head`, the program exits immediately.
 *
 * @param name the program's name, for messages.
 * @param main returns the exit code; nothing means success.
 */
export async function runProgram(
  name: string,
  main: () => Promise<number | undefined>,
): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      process.exit(exitCodes.ok);
    });
  }
  try {
    process.exitCode = (await main()) ?? exitCodes.ok;
  } catch (error) {
    const usage = error instanceof UsageError;
    process.stderr.write(`${name}: ${hasSlipped(error) ? error.stack : explainError(error)}\n`);
    if (usage) process.stderr.write(`Try: ${commandLine(name, "--help")}\n`);
    process.exitCode = usage ? exitCodes.usage : exitCodes.failure;
  }
}

/**
 * A parser for a program's command line, to which the program adds its options. `--help` prints the help and exits; an
 * invalid command line is thrown as a {@link UsageError}.
 *
 * @param usage the rest of the help's first line after the program's name, a blank line, and what the program does.
 */
export function parserOf(program: string, argv: readonly string[], usage: string): Argv {
  return yargs([...argv])
    .scriptName(program)
    .usage(`$0 ${usage}`)
    .epilogue(
      "All programs take --tree <folder>|<zip> too: whose code to run (default: starter, where you work).\n" +
        "Exit codes: 0 success, 1 failure, 2 wrong command line.",
    )
    .parserConfiguration({ "parse-positional-numbers": false })
    .version(false)
    .wrap(110)
    .fail((message: string | null, error: Error | undefined) => {
      if (error instanceof UsageError) throw error;
      const text = message ?? error?.message ?? "the command line cannot be read";
      throw new UsageError(text.charAt(0).toLowerCase() + text.slice(1));
    });
}

/** Reads an option that may be given once. Throws {@link UsageError}, which names the option. */
export function once(option: string): (value: string | string[]) => string {
  return (value) => {
    if (Array.isArray(value)) throw new UsageError(`${option} can be given once only`);
    return value;
  };
}

/** Reads an option that is a whole number. Throws {@link UsageError}, which names the option. */
export function wholeNumber(
  option: string,
  least: number,
  most = Infinity,
): (value: string | string[]) => number {
  return (value) => {
    const text = once(option)(value);
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    const range = most === Infinity ? `${least} or more` : `${least} to ${most}`;
    throw new UsageError(`${option} takes a whole number, ${range}, not "${text}"`);
  };
}

/**
 * Parses an address: `host:port`, or a port of this machine.
 *
 * @throws {@link UsageError} if it is neither.
 */
export function typedAddress(word: string): string {
  const address = /^\d+$/.test(word) ? `localhost:${word}` : word;
  try {
    parseAddress(address);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  return address;
}

/** The candidate closest to a mistyped word; undefined if none is similar. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const letters = (text: string): string => Array.from(text).sort().join("");
  return (
    candidates.find((candidate) => word.length > 1 && candidate.startsWith(word)) ??
    // Swapping two letters is one mistake, but the distance counts two.
    candidates.find((candidate) => letters(candidate) === letters(word)) ??
    closestMatch(word, candidates, { maxDistance: word.length <= 3 ? 1 : 2 })
  );
}

/** The command that runs one of the programs on the current tree, which `CMUD_TREE` names. */
export function commandLine(program: string, args: string): string {
  const tree = process.env["CMUD_TREE"] ?? "";
  // Double quotation marks work in every shell.
  const quoted = /\s/.test(tree) ? `"${tree}"` : tree;
  const words = [tree === "" ? "" : `--tree ${quoted}`, args].filter((word) => word !== "");
  return [`npm run ${program}`, ...(words.length > 0 ? ["--", ...words] : [])].join(" ");
}

/**
 * Formats an error as one line. It also recognizes a `TodoError` that came from another thread or over an RPC, which
 * preserve only the message.
 */
export function explainError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const todo = /TODO\((checkpoint|final)\): (.*); read section (\S+) of the handout/.exec(message);
  if (todo === null) return message;
  const [, part = "", what = "", section = ""] = todo;
  return `not written yet: ${what} (${part}; section ${section} of the handout)`;
}

/** Whether an error is a bug in the code, such as a method call on undefined, so that its stack is useful. */
function hasSlipped(error: unknown): error is Error & { stack: string } {
  const slip =
    error instanceof TypeError || error instanceof ReferenceError || error instanceof SyntaxError;
  return slip && error.stack !== undefined;
}
