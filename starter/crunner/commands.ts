import type { Client } from "../kvclient/client.js";
import { closest, UsageError } from "../program.js";
import { quoteWord } from "./words.js";

/** The part of a client that commands need. */
export type Store = Pick<Client, "get" | "put" | "list">;

/** A command: how it is written, and what it does. */
interface Command {
  /** The words after the name; words in brackets are optional. */
  readonly args: readonly string[];
  readonly summary: string;
  /** Executes the command and returns its output. Adds the keys that occur in it to `seen`. */
  readonly run: (store: Store, seen: Set<string>, args: readonly string[]) => Promise<string>;
}

/** The commands by name; the session itself executes `quit` and `exit`. */
export const commands: Readonly<Record<string, Command>> = {
  get: {
    args: ["KEY"],
    summary: "show the value of a key",
    run: async (store, seen, [key = ""]) => {
      const value = await store.get(key);
      if (value !== undefined) seen.add(key);
      return value ?? "(not present)";
    },
  },
  put: {
    args: ["KEY", "VALUE"],
    summary: "set the value of a key",
    run: async (store, seen, [key = "", value = ""]) => {
      await store.put(key, value);
      seen.add(key);
      return "ok";
    },
  },
  list: {
    args: ["[PREFIX]"],
    summary: "show the keys that start with PREFIX, or all keys, with their values",
    run: async (store, seen, [prefix = ""]) => {
      const entries = [...(await store.list(prefix))];
      for (const [key] of entries) seen.add(key);
      const lines = entries.map(([key, value]) => `${quoteWord(key)} = ${quoteWord(value)}`);
      if (lines.length > 0) return lines.join("\n");
      return prefix === "" ? "(no keys)" : `(no keys that start with ${quoteWord(prefix)})`;
    },
  },
  help: { args: [], summary: "show this list", run: async () => helpText },
  quit: { args: [], summary: "end (so do exit and Ctrl-D)", run: async () => "" },
  exit: { args: [], summary: "end", run: async () => "" },
};

/** What `help` shows. */
export const helpText = [
  ...Object.keys(commands)
    .filter((name) => name !== "exit")
    .map((name) => `${usageOf(name).padEnd(15)} ${commands[name]?.summary ?? ""}`),
  "",
  `Put keys and values with spaces into quotation marks: put motd "hello, world"`,
].join("\n");

/** A parsed command. */
export interface ParsedCommand extends Command {
  readonly name: string;
  readonly words: readonly string[];
}

/**
 * Parses a command from its words; undefined if there are none.
 *
 * @throws {@link UsageError} for a command that does not exist, or with too few or too many words.
 */
export function parseCommand([typed, ...words]: readonly string[]): ParsedCommand | undefined {
  if (typed === undefined) return undefined;
  const name = typed.toLowerCase();
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const guess = closest(name, Object.keys(commands));
    const advice = guess === undefined ? "help lists the commands" : `did you mean ${guess}?`;
    throw new UsageError(`there is no command "${typed}"; ${advice}`);
  }
  const { args } = command;
  if (words.length < args.filter((arg) => !arg.startsWith("[")).length) {
    throw new UsageError(`something is missing; write: ${usageOf(name)}`);
  }
  if (words.length > args.length) {
    const quotes = args.length === 0 ? "" : ", with quotation marks around spaces";
    throw new UsageError(`too many words; write: ${usageOf(name)}${quotes}`);
  }
  return { ...command, name, words };
}

/**
 * Completes the word at the end of a line: the first word to a command, later ones to keys that were seen.
 *
 * @returns the completions, and the part of the line that they replace.
 */
export function complete(line: string, seen: Iterable<string>): [string[], string] {
  // Completion includes the opening quotation mark, so that it works for keys with spaces.
  const [, before = "", word = ""] = /^(.*?\s)??("(?:[^"\\]|\\.)*|\S*)$/.exec(line) ?? [];
  const [name, ...others] = before.trim().split(/\s+/).filter(Boolean);
  const fitting = (candidates: readonly string[]): [string[], string] => [
    candidates.filter((candidate) => candidate.startsWith(word)),
    word,
  ];
  if (name === undefined) {
    return fitting(
      Object.entries(commands).map(([each, { args }]) => (args.length > 0 ? `${each} ` : each)),
    );
  }
  if (others.length > 0 || !["get", "put", "list"].includes(name)) return [[], word];
  const write = word.startsWith('"') ? JSON.stringify : quoteWord;
  return fitting(Array.from(seen, (key) => write(key)).sort());
}

function usageOf(name: string): string {
  return [name, ...(commands[name]?.args ?? [])].join(" ");
}
