import { closest, UsageError } from "../program.js";

/** What the master can be told to do; see section 2 of the handout. */
export type Command =
  | { readonly name: "joinServer" | "killServer" | "printStore"; readonly id: number }
  | { readonly name: "joinClient"; readonly id: number; readonly server: number }
  | {
      readonly name: "breakConnection" | "createConnection";
      readonly ids: readonly [number, number];
    }
  | { readonly name: "stabilize" }
  | {
      readonly name: "put";
      readonly client: number;
      readonly key: string;
      readonly value: string;
    }
  | { readonly name: "get"; readonly client: number; readonly key: string };

/** How each command is written, and what it does. */
const usages: Readonly<Record<Command["name"], readonly [args: string, summary: string]>> = {
  joinServer: ["ID", "start a server, and connect it to all others"],
  killServer: ["ID", "kill a server"],
  joinClient: ["CLIENT SERVER", "start a client, and connect it to a server"],
  breakConnection: ["ID ID", "break the link between two servers, or a client and a server"],
  createConnection: ["ID ID", "make or restore such a link"],
  stabilize: ["", "wait until nothing is left to propagate, for 5 s at most"],
  printStore: ["ID", "show what a server stores"],
  put: ["CLIENT KEY VALUE", "let a client write; the value extends to the end of the line"],
  get: ["CLIENT KEY", "let a client read"],
};

/** The names of all commands. */
export const commandNames = Object.keys(usages) as readonly Command["name"][];

/** What `help` shows. */
export const helpText = [
  ...commandNames.map((name) => `${usageOf(name).padEnd(24)} ${usages[name][1]}`),
  "help                     show this list",
  "quit                     end (so does Ctrl-D)",
].join("\n");

/**
 * Parses a line; undefined if it is blank. Words are separated by blanks. Only the value of a put may contain some: it
 * begins one blank behind the key, and extends to the end of the line.
 *
 * @throws {@link UsageError} if it is no command; the message says what is wrong.
 */
export function parseCommand(line: string): Command | undefined {
  const [typed, ...words] = line.split(/\s+/).filter((word) => word !== "");
  if (typed === undefined) return undefined;
  const name = commandNames.find((each) => each === typed);
  if (name === undefined) {
    const guess = closest(typed, commandNames);
    const hint = guess === undefined ? "help lists the commands" : `did you mean ${guess}?`;
    throw new UsageError(`there is no command ${typed}; ${hint}`);
  }
  if (name === "put") return parsePut(line);
  const wanted = usages[name][0].split(" ").filter((word) => word !== "").length;
  if (words.length !== wanted) {
    const problem = words.length < wanted ? "something is missing" : "there are too many words";
    throw new UsageError(`${problem}; write: ${usageOf(name)}`);
  }
  const [first = "", second = ""] = words;
  switch (name) {
    case "joinServer":
    case "killServer":
    case "printStore":
      return { name, id: idOf(first) };
    case "joinClient":
      return { name, id: idOf(first), server: idOf(second) };
    case "breakConnection":
    case "createConnection":
      return { name, ids: [idOf(first), idOf(second)] };
    case "stabilize":
      return { name };
    case "get":
      return { name, client: idOf(first), key: second };
    default:
      return name satisfies never;
  }
}

function parsePut(line: string): Command {
  const [, client, key, value] = /^\s*put\s+(\S+)\s+(\S+)\s(.*)$/s.exec(line) ?? [];
  if (client === undefined || key === undefined || value === undefined) {
    throw new UsageError(`something is missing; write: ${usageOf("put")}`);
  }
  return { name: "put", client: idOf(client), key, value };
}

function idOf(word: string): number {
  const id = Number(word);
  if (/^\d+$/.test(word) && Number.isSafeInteger(id)) return id;
  throw new UsageError(`an id is a whole number, not ${word}`);
}

function usageOf(name: Command["name"]): string {
  return `${name} ${usages[name][0]}`.trimEnd();
}
