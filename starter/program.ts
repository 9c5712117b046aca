/** What the command-line programs have in common: exit codes, and errors as a line for people. */
import { parseAddress } from "./platform/address.js";

/** The exit codes of every program. */
export const exitCodes = {
  ok: 0,
  /** Something went wrong while it ran. */
  failure: 1,
  /** The command line was wrong, and nothing was done. */
  usage: 2,
} as const;

/** Thrown for a command line that is wrong; the message says what to write instead. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/** The end of every program's `--help`. */
export const treeEpilogue =
  "All programs take --tree <folder>|<zip> too: whose code to run (default: starter, where you work).";

/**
 * An error as a line for people. A `TodoError` also counts when it comes from another thread or over an RPC, where
 * nothing but its message arrives.
 */
export function explainError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const todo = /TODO\((checkpoint|final)\): (.*); read section (\S+) of the handout/.exec(message);
  if (todo !== null) {
    const [, part = "", what = "", section = ""] = todo;
    return `not written yet: ${what} (${part}; section ${section} of the handout)`;
  }
  return message;
}

/** Ends a program with an error: prints it, with a hint where there is one, and sets the exit code. */
export function fail(program: string, error: unknown): void {
  const usage = error instanceof UsageError;
  process.stderr.write(`${program}: ${hasSlipped(error) ? error.stack : explainError(error)}\n`);
  if (usage) process.stderr.write(`Try: ${commandLine(program, "--help")}\n`);
  process.exitCode = usage ? exitCodes.usage : exitCodes.failure;
}

/** What to type to run one of the programs on the tree that runs now, which `CMUD_TREE` names. */
export function commandLine(program: string, args: string): string {
  const tree = process.env["CMUD_TREE"] ?? "";
  const quoted = /\s/.test(tree) ? JSON.stringify(tree) : tree;
  const words = [tree === "" ? "" : `--tree ${quoted}`, args].filter((word) => word !== "");
  return [`npm run ${program}`, ...(words.length > 0 ? ["--", ...words] : [])].join(" ");
}

/** What yargs calls when a command line does not fit: throws it as a {@link UsageError}. */
export function refuseArguments(message: string | null, error: Error | undefined): never {
  if (error instanceof UsageError) throw error;
  const text = message ?? error?.message ?? "the command line cannot be read";
  throw new UsageError(text.charAt(0).toLowerCase() + text.slice(1));
}

/** A whole number given on the command line. Throws {@link UsageError}, which names the option. */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    const range = most === Infinity ? `${least} or more` : `${least} to ${most}`;
    throw new UsageError(`${option} takes a whole number, ${range}, not "${text}"`);
  }
  return value;
}

/**
 * The address of a query actor as it was typed: `host:port`, or a port of this machine.
 *
 * @throws {@link UsageError} when it is neither.
 */
export function queryAddress(word: string): string {
  const address = /^\d+$/.test(word) ? `localhost:${word}` : word;
  try {
    parseAddress(address);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  return address;
}

/** Text in a fainter colour, if it goes to a terminal. */
export function dim(text: string): string {
  const colours = process.stdout.isTTY && process.env["NO_COLOR"] === undefined;
  return colours ? `\u001b[2m${text}\u001b[22m` : text;
}

/** Whether an error is a slip in the code, such as a method call on undefined; its stack says where to look. */
function hasSlipped(error: unknown): error is Error & { stack: string } {
  const slip =
    error instanceof TypeError || error instanceof ReferenceError || error instanceof SyntaxError;
  return slip && error.stack !== undefined;
}
