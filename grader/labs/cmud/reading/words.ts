import type { QueryRecord } from "../steps/index.js";
import { shortText } from "../steps/short_text.js";

const maxLines = 6;

/** The first lines of a list, and how many more there were. */
export function capped(lines: readonly string[], max = maxLines): string[] {
  if (lines.length <= max) return [...lines];
  return [...lines.slice(0, max), `and ${lines.length - max} more like these`];
}

/** Items separated by commas, truncated if there are many. */
export function listed(items: readonly string[], max = 5): string {
  return items.length === 0 ? "none" : capped(items, max).join(", ");
}

/** A time of the history for people, to a tenth of a millisecond, because the order of two times can matter. */
export function at(ms: number): string {
  return `${Math.round(ms * 10) / 10} ms`;
}

/** A key or a value for people: in quotes if it is not one visible word. */
export function asWord(text: string): string {
  return /^[^\s"\p{C}][^\s\p{C}]*$/u.test(text) ? text : JSON.stringify(text);
}

/** A number of things for people: `1 Put`, `2 Puts`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A query for people, such as `get("k") on s1/2`. */
export function describeQuery(query: QueryRecord): string {
  const argument = JSON.stringify(shortText(query.key ?? query.prefix ?? ""));
  const value = query.method === "put" ? `, ${JSON.stringify(query.value)}` : "";
  const place = query.at === undefined ? `by client ${query.client}` : `on ${query.at}`;
  const more = query.members === undefined ? "" : ` with ${JSON.stringify(query.members)}`;
  return `${query.method}(${argument}${value})${more} ${place}`;
}

/** A value or its absence for people. */
export function describeValue(value: string | null | undefined): string {
  return value === null || value === undefined ? "not present" : JSON.stringify(value);
}

/** An actor that is no query actor for people, such as `actor 3 of s1`. */
export function describeActor(server: string, uid: string): string {
  return `actor ${uid.slice(uid.lastIndexOf("/") + 1)} of ${server}`;
}
