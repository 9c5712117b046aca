import { CommandError } from "./command_error.js";

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

/**
 * Splits a line into words at white space, the way a shell does: `"…"` and `'…'` keep white space, and may stand in the
 * middle of a word; a backslash takes the next character as it is, and in `"…"` writes `\n`, `\t` and `\r`.
 *
 * @throws {@link CommandError} when a quotation mark has no partner.
 */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (char === "\\" && quote !== "'") {
      at++;
      if (at === line.length) throw new CommandError("nothing follows the backslash at the end");
      const next = line.charAt(at);
      word = (word ?? "") + (quote === '"' ? (escapes[next] ?? next) : next);
    } else if (quote !== undefined) {
      if (char === quote) quote = undefined;
      else word = (word ?? "") + char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= "";
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + char;
    }
  }
  if (quote !== undefined) throw new CommandError(`a closing ${quote} is missing`);
  if (word !== undefined) words.push(word);
  return words;
}

/** Writes a word so that {@link splitWords} reads it as one: in quotation marks if it needs them. */
export function quoteWord(word: string): string {
  if (/^[^\s"'\\]+$/.test(word)) return word;
  const inner = word
    .replace(/["\\]/g, "\\$&")
    .replace(/\n/g, "\\n")
    .replace(/\t/g, "\\t")
    .replace(/\r/g, "\\r");
  return `"${inner}"`;
}
