import { closest } from "../../program.js";
import { directions } from "../rules/walking.js";
import { commandNames, forms, type CommandName, type Form } from "./forms.js";

/** What a player typed. */
export type Parsed =
  | { readonly type: "nothing" }
  | { readonly type: "command"; readonly name: CommandName; readonly rest: string }
  | { readonly type: "unknown"; readonly advice: string };

/** Reads a line. A command may be cut short as long as it is clear which one is meant. */
export function parseLine(line: string): Parsed {
  const trimmed = line.trim();
  if (trimmed === "") return { type: "nothing" };
  // Chat needs no space after its sign: 'hello
  const [, word = "", rest = ""] =
    /^([':?])\s*(.*)$/s.exec(trimmed) ?? /^(\S+)\s*(.*)$/s.exec(trimmed) ?? [];
  const typed = word.toLowerCase();
  const direction = directions.find(
    (name) => name === typed || (name.startsWith(typed) && typed.length === 1),
  );
  // A letter is a direction only where no command has it: s is solve.
  const form = formOf(typed);
  if (form !== undefined) return { type: "command", name: form.name, rest };
  if (direction !== undefined) return { type: "command", name: "go", rest: direction };
  const starting = commandNames.filter((name) => name.startsWith(typed));
  const [only] = starting;
  if (starting.length === 1 && only !== undefined) return { type: "command", name: only, rest };
  return { type: "unknown", advice: adviceFor(typed, starting) };
}

/** The form of a command by its name or an alias. */
export function formOf(word: string): (Form & { readonly name: CommandName }) | undefined {
  return forms.find(({ name, aliases }) => name === word || aliases.includes(word));
}

function adviceFor(typed: string, starting: readonly string[]): string {
  if (starting.length > 1) return `Which one: ${starting.join(", ")}?`;
  const names = forms.flatMap(({ name, aliases }) => [
    name,
    ...aliases.filter((a) => a.length > 2),
  ]);
  const guess = closest(typed, [...names, ...directions]);
  return guess === undefined
    ? "There is no such command; help lists them all. To talk, begin with a ' mark."
    : `There is no such command. Did you mean ${guess}?`;
}
