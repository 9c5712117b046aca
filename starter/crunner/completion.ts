import { commandForms, commandNames } from "./command.js";
import { quoteWord } from "./words.js";

/**
 * What the word at the end of a line can become: a command at first, then one of the keys that were seen.
 *
 * @returns the completions, and the part of the line that they replace.
 */
export function complete(line: string, keys: Iterable<string>): [string[], string] {
  // A word is completed from its quotation mark on, so that keys with spaces can be completed too.
  const [, before = "", word = ""] = /^(.*?\s)??("(?:[^"\\]|\\.)*|\S*)$/.exec(line) ?? [];
  const words = before.trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    const names = commandNames.filter((name) => name.startsWith(word));
    const spaced = names.map((name) => (commandForms[name]?.mostWords === 0 ? name : `${name} `));
    return [spaced, word];
  }
  const [command = ""] = words;
  if (words.length > 1 || !["get", "put", "list"].includes(command)) return [[], word];
  const written = [...keys].map((key) => (word.startsWith('"') ? quoted(key) : quoteWord(key)));
  return [written.filter((key) => key.startsWith(word)).sort(), word];
}

function quoted(key: string): string {
  const word = quoteWord(key);
  return word.startsWith('"') ? word : `"${word}"`;
}
