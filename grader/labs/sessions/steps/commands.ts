import type { AnyStep } from "../../../history/scenario.js";

/** A line for the master. */
export interface CommandStep extends AnyStep {
  readonly do: "command";
  readonly line: string;
  /** How many lines it should print; default 0. Only a foreign master's output has to be attributed by this. */
  readonly prints?: number;
}

/** A command as the tests mean it; what is no command is bad. */
export type MasterCommand =
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
  | { readonly name: "get"; readonly client: number; readonly key: string }
  | { readonly name: "bad" };

/**
 * What a line of a script says. Whether a master refuses it, and what it does, is not decided here: lines of tests are
 * either correct, or bad on purpose.
 */
export function commandOf(line: string): MasterCommand {
  const [name, ...words] = line.trim().split(/\s+/);
  const [first = "", second = ""] = words;
  const [id, other] = [Number(first), Number(second)];
  const isId = (word: string): boolean => /^\d+$/.test(word);
  const bad: MasterCommand = { name: "bad" };
  switch (name) {
    case "joinServer":
    case "killServer":
    case "printStore":
      return words.length === 1 && isId(first) ? { name, id } : bad;
    case "joinClient":
      return words.length === 2 && isId(first) && isId(second) ? { name, id, server: other } : bad;
    case "breakConnection":
    case "createConnection":
      return words.length === 2 && isId(first) && isId(second) ? { name, ids: [id, other] } : bad;
    case "stabilize":
      return words.length === 0 ? { name } : bad;
    case "get":
      return words.length === 2 && isId(first) ? { name, client: id, key: second } : bad;
    case "put": {
      const [, value] = /^\s*put\s+\S+\s+\S+\s(.*)$/s.exec(line) ?? [];
      return isId(first) && value !== undefined ? { name, client: id, key: second, value } : bad;
    }
    default:
      return bad;
  }
}
