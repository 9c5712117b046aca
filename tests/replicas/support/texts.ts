import { course } from "../../../grader/labs/replicas/manifest.js";

/**
 * Keys and values that are texts like any other: empty, long, alike in their beginnings or but for case, written like
 * something else, or with the characters with which texts are often joined.
 */
export const texts: readonly (readonly [key: string, value: string])[] = [
  ["", "of the empty key"],
  ["empty", ""],
  ["blank", " "],
  [" ", "of a blank"],
  ["null", "null"],
  ["undefined", "undefined"],
  ["0", "0"],
  ["00", "false"],
  ["constructor", "__proto__"],
  ["__proto__", "constructor"],
  ["Case", "Upper"],
  ["case", "lower"],
  ["a:1/2 3,4|5", 'a:1/2 3,4|5\n"\\'],
  ["a:1", "2 3"],
  ["\u00e9", "composed"],
  ["e\u0301", "\u{1f600}"],
  [`${"long".repeat(100)}1`, "1".repeat(course.limits.textCharacters)],
  [`${"long".repeat(100)}2`, `${"1".repeat(course.limits.textCharacters - 1)}2`],
];
