import { lineOf, withoutPlaceholders } from "./placeholders.js";
import { proseOnly } from "./prose.js";
import type { HandoutValues } from "./values.js";

/** Numbers that are always allowed: those of sections, headings and list items. */
const ALLOWED =
  /\b[Ss]ections? \d+(?:\.\d+)?(?:(?:,| and| to) \d+(?:\.\d+)?)*|^#+ \d+(?:\.\d+)? |^ *\d+\. /gm;

/** A number, also one with a sign for thousands, and the unit behind it. */
const NUMBER = /\d[\d,.]*\d%?|\d%?/g;

/**
 * Finds numbers written out in a page's prose. The course's numbers are only in its manifest, and any number could
 * become one of them, so pages use placeholders, or words if the number is part of the explanation ("two Puts").
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

/** Finds numbers with a unit, or with several digits, in the text of a figure; "A1" and example ports are allowed. */
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
    ? "add it to the course's manifest and write its name in double braces, or write it in words or as code"
    : `write ${names.map(([name]) => `{{${name}}}`).join(" or ")}`;
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}
