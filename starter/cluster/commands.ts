import { platform } from "../platform/current.js";
import { closest } from "../program.js";
import type { Cluster } from "./cluster.js";

interface Command {
  readonly usage: string;
  readonly what: string;
  /** How many words it takes, at least and at most. */
  readonly words: readonly [number, number];
  readonly run: (cluster: Cluster, words: readonly string[]) => Promise<string>;
}

/** How long a reply may take before the user is told that none comes, in milliseconds. */
const patienceMs = 3_000;

const commands: Readonly<Record<string, Command>> = {
  insert: {
    usage: "insert KEY VALUE [REPLICA]",
    what: "insert a value at the primary (or try it at another replica)",
    words: [2, 3],
    run: async (cluster, [key = "", value = "", name]) =>
      outcome(await inTime(cluster.insert(key, value, name))),
  },
  remove: {
    usage: "remove KEY [REPLICA]",
    what: "remove a key",
    words: [1, 2],
    run: async (cluster, [key = "", name]) => outcome(await inTime(cluster.remove(key, name))),
  },
  get: {
    usage: "get KEY [REPLICA]",
    what: "read a key at the primary, or at another replica",
    words: [1, 2],
    run: async (cluster, [key = "", name]) => shown(await inTime(cluster.get(key, name))),
  },
  all: {
    usage: "all KEY",
    what: "read a key at all replicas",
    words: [1, 1],
    run: async (cluster, [key = ""]) => {
      const lines = cluster.members.map(async (name) => {
        return `${name}: ${shown(await inTime(cluster.get(key, name)))}`;
      });
      return (await Promise.all(lines)).join("\n");
    },
  },
  join: {
    usage: "join",
    what: "start another replica",
    words: [0, 0],
    run: async (cluster) => `${await cluster.join()} joins`,
  },
  leave: {
    usage: "leave REPLICA",
    what: "let a secondary leave",
    words: [1, 1],
    run: async (cluster, [name = ""]) => {
      await cluster.leave(name);
      return `${name} has left`;
    },
  },
  replicas: {
    usage: "replicas",
    what: "list the replicas; the first one is the primary",
    words: [0, 0],
    run: (cluster) => Promise.resolve(cluster.members.join(", ")),
  },
};

/** What can be typed, for people. */
export const helpText: string = [
  ...Object.values(commands).map(({ usage, what }) => `  ${usage.padEnd(28)}${what}`),
  `  ${"quit".padEnd(28)}end everything`,
].join("\n");

/** Executes a line. Returns what to print; undefined if the line asks to quit. */
export async function runLine(cluster: Cluster, line: string): Promise<string | undefined> {
  const [name = "", ...words] = line.trim().split(/\s+/);
  if (name === "") return "";
  if (name === "quit" || name === "exit") return undefined;
  if (name === "help") return helpText;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const meant = closest(name, Object.keys(commands));
    const hint = meant === undefined ? "help lists the commands" : `did you mean ${meant}?`;
    throw new Error(`there is no command ${name}; ${hint}`);
  }
  const [least, most] = command.words;
  if (words.length < least || words.length > most) throw new Error(`usage: ${command.usage}`);
  return await command.run(cluster, words);
}

function outcome(acknowledged: boolean): string {
  return acknowledged ? "acknowledged" : "failed";
}

function shown(value: string | null): string {
  return value ?? "(absent)";
}

async function inTime<T>(reply: Promise<T>): Promise<T> {
  let cancel: () => void = () => undefined;
  const late = new Promise<never>((_, reject) => {
    cancel = platform().after(patienceMs, () => {
      reject(new Error(`no reply within ${patienceMs / 1_000} s`));
    });
  });
  try {
    return await Promise.race([reply, late]);
  } finally {
    cancel();
  }
}
