import { lineOf, withoutPlaceholders } from "./placeholders.js";
import { proseOnly } from "./prose.js";
import type { HandoutValues } from "./values.js";

/** Numbers that are no course's: those of sections, of headings, and before the items of a list. */
const ALLOWED =
  /\b[Ss]ections? \d+(?:\.\d+)?(?:(?:,| and| to) \d+(?:\.\d+)?)*|^#+ \d+(?:\.\d+)? |^ *\d+\. /gm;

/** A number, also one with a sign for thousands, and the unit behind it. */
const NUMBER = /\d[\d,.]*\d%?|\d%?/g;

/**
 * Finds numbers written out in a page's prose. The course's numbers stand in its manifest alone, and what looks like one
 * today may be one tomorrow; so pages write placeholders, or words where the number belongs to the matter ("two Puts").
 *
 * @param place the page's file, for messages.
 * @param firstLine the number of the text's first line in that file.
 */
export function findLiterals(
  markdown: string,
  values: HandoutValues,
  place: string,
  firstLine = 1,
): string[] {
  const prose = proseOnly(withoutPlaceholders(markdown)).replace(ALLOWED, blank);
  return [...prose.matchAll(NUMBER)].map((match) => {
    const line = firstLine + lineOf(prose, match.index);
    return `${place}:${line}: the number ${match[0]} is written out; ${adviceFor(match[0], values)}`;
  });
}

/** Finds numbers with a unit, or longer than a digit, in the words of a drawing; "A1" and ports of the example are fine. */
export function findLiteralsInDrawing(svg: string, values: HandoutValues, place: string): string[] {
  const words = withoutPlaceholders(svg).replace(/<[^>]*>/g, blank);
  return [...words.matchAll(/(?<![\w.])(?!60\d\d\b)\d[\d,.]*(?= ?(?:ms|s|%|points?)\b|\d)/g)].map(
    (match) => {
      const line = 1 + lineOf(words, match.index);
      return `${place}:${line}: the number ${match[0]} is written out; ${adviceFor(match[0], values)}`;
    },
  );
}

function adviceFor(number: string, values: HandoutValues): string {
  const bare = number.replace(/%$/, "");
  const names = [...values].filter(
    ([, value]) => value.replaceAll(",", "") === bare.replaceAll(",", ""),
  );
  const [first] = names;
  return first === undefined
    ? "put it into the course's manifest and write its name in double braces, or say it in words"
    : `write ${names.map(([name]) => `{{${name}}}`).join(" or ")}`;
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}
