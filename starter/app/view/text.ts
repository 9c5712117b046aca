import { stripVTControlCharacters, styleText } from "node:util";
import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

type Style = Parameters<typeof styleText>[0];

/** Colours texts by their meaning; on a terminal only, unless `NO_COLOR` is set. */
export const paint = {
  title: styled("bold"),
  faint: styled("dim"),
  player: styled("cyan"),
  place: styled("green"),
  coins: styled("yellow"),
  insight: styled("magenta"),
  good: (text: string): string => styleText("bold", styleText("green", text)),
  bad: styled("red"),
} as const;

function styled(style: Style): (text: string) => string {
  return (text) => styleText(style, text);
}

/** Makes another player's text safe to print: one line without control and direction characters, at most `most` long. */
export function clean(text: string, most = 300): string {
  const shown = stripVTControlCharacters(text)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return shown.length > most ? `${shown.slice(0, most)}...` : shown;
}

/**
 * Breaks lines longer than `width` columns at spaces. New lines are indented like the first one, and in a list item by
 * the width of its letter or dash more.
 */
export function wrap(text: string, width: number): string {
  return text
    .split("\n")
    .map((line) => {
      if (stringWidth(line) <= width) return line;
      const [head] = /^ *(?:[a-c]\) |\* |-- )?/.exec(line) ?? [""];
      const lines = wrapAnsi(line.slice(head.length), width - head.length, { hard: true });
      return head + lines.replaceAll("\n", `\n${" ".repeat(head.length)}`);
    })
    .join("\n");
}

/** Pads a text on its right with spaces to a width. */
export function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - stringWidth(text)));
}

/** Truncates a text without colours to a width, with dots at the end. */
export function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let shown = text.slice(0, Math.max(0, width - 2));
  while (stringWidth(shown) > width - 2) shown = shown.slice(0, -1);
  return `${shown}..`;
}

/** A bar of `width` characters, filled by a share from 0 to 1. */
export function bar(share: number, width: number): string {
  const filled = Math.max(0, Math.min(width, Math.floor(share * width)));
  return `[${"#".repeat(filled)}${".".repeat(width - filled)}]`;
}

/** A number with its noun: `1 coin`, `1,200 coins`. */
export function count(n: number, noun: string): string {
  return `${amount(n)} ${noun}${n === 1 ? "" : "s"}`;
}

/** A number for people: `1,200`. */
export function amount(n: number): string {
  return n.toLocaleString("en-US");
}

/** Joins items as in a sentence: `a, b and c`. */
export function enumerate(items: readonly string[]): string {
  return new Intl.ListFormat("en-GB").format(items);
}

/** Aligns rows in columns, two spaces apart. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widthOf = (i: number): number => Math.max(...rows.map((row) => stringWidth(row[i] ?? "")));
  return rows
    .map((row) =>
      row
        .map((cell, i) => pad(cell, widthOf(i)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
