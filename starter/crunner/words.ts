import { UsageError } from "../program.js";

/**
 * Splits a line into words at white space. A word with white space in it is written as a JSON string, `"two words"`, or
 * between single quotation marks, which leave everything as it is.
 *
 * @throws {@link UsageError} for a quotation mark without a partner, and for what is no JSON string.
 */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  for (let rest = line.trim(); rest !== "";) {
    const found = /^(?:("(?:[^"\\]|\\.)*")|'([^']*)'|([^"']\S*))(?:\s+|$)/.exec(rest);
    if (found === null) {
      const mark = rest.charAt(0);
      throw new UsageError(`a word that begins with ${mark} ends with ${mark} and a space`);
    }
    const [all, json, literal, bare = ""] = found;
    words.push(json === undefined ? (literal ?? bare) : readString(json));
    rest = rest.slice(all.length);
  }
  return words;
}

/** Writes a word so that {@link splitWords} reads it as one: as a JSON string if it needs that. */
export function quoteWord(word: string): string {
  return /^[^\s"'\p{C}][^\s\p{C}]*$/u.test(word) ? word : JSON.stringify(word);
}

function readString(json: string): string {
  try {
    return JSON.parse(json) as string;
  } catch {
    throw new UsageError(`${json} is not a JSON string; write \\\\ for a backslash`);
  }
}
