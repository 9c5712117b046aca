import { stripVTControlCharacters } from "node:util";

/** How many columns a text takes, whatever its colours. */
export function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}

/** A text of another player made harmless: without control and direction characters, on one line, not too long. */
export function clean(text: string, most = 300): string {
  const shown = stripVTControlCharacters(text)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return shown.length > most ? `${shown.slice(0, most)}...` : shown;
}

/** Breaks a paragraph into lines of at most `width` columns where it has spaces; the later ones begin with `indent`. */
export function wrap(text: string, width: number, indent = ""): string {
  const lines: string[] = [];
  let [line = ""] = /^ */.exec(text) ?? [];
  for (const word of text.trimStart().split(" ")) {
    if (line.trim() !== "" && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = indent + word;
    } else {
      line = line.trim() === "" ? line + word : `${line} ${word}`;
    }
  }
  return [...lines, line].join("\n");
}

/** A text filled up with spaces on its right to a width. */
export function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

/** A text cut to a width, with dots in the place of what is missing. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 2))}..`;
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

/** Items as a sentence has them: `a, b and c`. */
export function enumerate(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1) ?? ""}`;
}

/** Rows as columns that are as wide as they need be, two spaces apart. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, widthOf(cell))));
  }
  return rows
    .map((row) =>
      row
        .map((cell, i) => pad(cell, widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
