import { CommandError } from "./command_error.js";
import { closest } from "../closest.js";

/** What a user can ask for. */
export type Command =
  | { readonly type: "get"; readonly key: string }
  | { readonly type: "put"; readonly key: string; readonly value: string }
  | { readonly type: "list"; readonly prefix: string }
  | { readonly type: "help" }
  | { readonly type: "quit" };

interface Form {
  readonly usage: string;
  readonly summary: string;
  readonly leastWords: number;
  readonly mostWords: number;
}

/** The commands by name, with how to write each. */
export const commandForms: Readonly<Record<string, Form>> = {
  get: { usage: "get KEY", summary: "show the value of a key", leastWords: 1, mostWords: 1 },
  put: { usage: "put KEY VALUE", summary: "set a key's value", leastWords: 2, mostWords: 2 },
  list: {
    usage: "list [PREFIX]",
    summary: "show the keys that start with PREFIX, or all keys, with their values",
    leastWords: 0,
    mostWords: 1,
  },
  help: { usage: "help", summary: "show this list", leastWords: 0, mostWords: 1 },
  quit: { usage: "quit", summary: "end (so do exit and Ctrl-D)", leastWords: 0, mostWords: 0 },
  exit: { usage: "exit", summary: "end", leastWords: 0, mostWords: 0 },
};

/** The names of all commands. */
export const commandNames: readonly string[] = Object.keys(commandForms);

/** What `help` shows. */
export const helpText = [
  ...Object.entries(commandForms)
    .filter(([name]) => name !== "exit")
    .map(([, { usage, summary }]) => `${usage.padEnd(15)} ${summary}`),
  "",
  `Put keys and values with spaces into quotation marks: put motd "hello, world"`,
].join("\n");

/**
 * Reads a command from its words; undefined when there are none.
 *
 * @throws {@link CommandError} for a command that does not exist, or with too few or too many words.
 */
export function parseCommand(words: readonly string[]): Command | undefined {
  const [typed, ...args] = words;
  if (typed === undefined) return undefined;
  const name = typed.toLowerCase();
  const form = Object.hasOwn(commandForms, name) ? commandForms[name] : undefined;
  if (form === undefined) {
    const guess = closest(name, commandNames);
    const advice = guess === undefined ? "help lists the commands" : `did you mean ${guess}?`;
    throw new CommandError(`there is no command "${typed}"; ${advice}`);
  }
  if (args.length < form.leastWords) {
    throw new CommandError(`something is missing; write: ${form.usage}`);
  }
  if (args.length > form.mostWords) {
    const quotes = name === "quit" || name === "exit" ? "" : ", with quotation marks around spaces";
    throw new CommandError(`too many words; write: ${form.usage}${quotes}`);
  }
  const [first = "", second = ""] = args;
  switch (name) {
    case "get":
      return { type: "get", key: first };
    case "put":
      return { type: "put", key: first, value: second };
    case "list":
      return { type: "list", prefix: first };
    case "help":
      return { type: "help" };
    default:
      return { type: "quit" };
  }
}
