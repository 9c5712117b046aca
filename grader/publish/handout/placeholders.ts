import { didYouMean } from "../../base/suggest.js";
import type { HandoutValues } from "./values.js";

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

/** A text with its placeholders filled, and the problems. */
export interface Filled {
  readonly text: string;
  readonly problems: readonly string[];
}

/**
 * Replaces placeholders such as `{{limits.localVisibilityMs}}` with the course's values.
 *
 * @param place where the text stands, for messages: `handout/faq.md`.
 * @param firstLine the number of the text's first line in that file.
 */
export function fillPlaceholders(
  text: string,
  values: HandoutValues,
  place: string,
  firstLine = 1,
): Filled {
  const problems: string[] = [];
  const filled = text.replace(PLACEHOLDER, (whole: string, inside: string, offset: number) => {
    const name = inside.trim();
    const value = values.get(name);
    if (value !== undefined) return value;
    const line = firstLine + lineOf(text, offset);
    const hint = didYouMean(name, [...values.keys()]);
    problems.push(`${place}:${line}: there is no value ${whole} in the course${hint}`);
    return whole;
  });
  return { text: filled, problems };
}

/** A text without its placeholders, each blanked out. */
export function withoutPlaceholders(text: string): string {
  return text.replace(PLACEHOLDER, (whole) => " ".repeat(whole.length));
}

/** How many lines lie before a place in a text. */
export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length - 1;
}
