import { make } from "./dom.js";

const lineLength = 64;

/** A message's text as indented JSON; unchanged if it is not JSON, for example because it was truncated. */
export function prettyJson(text: string): string {
  try {
    return pretty(JSON.parse(text), "");
  } catch {
    return text;
  }
}

/** A text in which some words are marked. */
export function markWords(text: string, words: ReadonlySet<string>): Node[] {
  const found = [...words].filter((word) => word !== "" && text.includes(word));
  if (found.length === 0) return [document.createTextNode(text)];
  // Longer ones first, so that no word hides a longer one that contains it.
  const sorted = found.sort((a, b) => b.length - a.length).map(escapeForRegExp);
  return text
    .split(new RegExp(`(${sorted.join("|")})`))
    .map((part, i) => (i % 2 === 1 ? make("mark", {}, part) : document.createTextNode(part)));
}

/** Breaks only lines that are too long. */
function pretty(value: unknown, indent: string): string {
  const short = oneLine(value);
  if (typeof value !== "object" || value === null || short.length <= lineLength - indent.length) {
    return short;
  }
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => `${deeper}${pretty(item, deeper)}`).join(",\n")}\n${indent}]`;
  }
  const properties = Object.entries(value).map(
    ([name, item]) => `${deeper}${JSON.stringify(name)}: ${pretty(item, deeper)}`,
  );
  return `{\n${properties.join(",\n")}\n${indent}}`;
}

function oneLine(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  const properties = Object.entries(value).map(
    ([name, item]) => `${JSON.stringify(name)}: ${oneLine(item)}`,
  );
  return properties.length === 0 ? "{}" : `{ ${properties.join(", ")} }`;
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
