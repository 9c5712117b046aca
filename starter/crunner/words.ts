import { UsageError } from "../program.js";

/**
 * Splits a line into words at white space. A word that contains white space is written as a JSON string, `"two words"`,
 * or between single quotation marks, without escapes.
 *
 * @throws {@link UsageError} for an unmatched quotation mark or an invalid JSON string.
 */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  for (let rest = line.trim(); rest !== "";) {
    const found = /^(?:("(?:[^"\\]|\\.)*")|'([^']*)'|([^"']\S*))(?:\s+|$)/.exec(rest);
    if (found === null) {
      const mark = rest.charAt(0);
      throw new UsageError(`a word that begins with ${mark} must end with ${mark} and a space`);
    }
    const [all, json, literal, bare = ""] = found;
    words.push(json === undefined ? (literal ?? bare) : readString(json));
    rest = rest.slice(all.length);
  }
  return words;
}

/** Quotes a word, if necessary, so that {@link splitWords} reads it as one. */
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
