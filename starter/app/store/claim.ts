import { countOf, readRecord } from "../rules/sheet.js";

/**
 * A session's claim to a name. Of two claims the one with the higher number wins, and of equal ones the one with the
 * greater id; so when two sessions claim a name at once, on servers that do not know of each other's yet, both will
 * come to the same winner, whatever the clocks say.
 */
export interface Claim {
  readonly number: number;
  readonly id: string;
}

/** A claim that wins over the one that was seen. `id` has to be unlike every other session's. */
export function claimOver(seen: Claim | undefined, id: string): Claim {
  return { number: (seen?.number ?? 0) + 1, id };
}

/** Whether a claim that was seen wins over one's own. */
export function winsOver(seen: Claim | undefined, own: Claim): boolean {
  if (seen === undefined) return false;
  return seen.number !== own.number ? seen.number > own.number : seen.id > own.id;
}

/** The text of a claim, as the store keeps it. */
export function writeClaim({ number, id }: Claim): string {
  return JSON.stringify({ number, id });
}

/** Reads a claim; undefined when the text is none. */
export function readClaim(text: string): Claim | undefined {
  const record = readRecord(text);
  const [number, id] = [countOf(record?.["number"]), record?.["id"]];
  return number > 0 && typeof id === "string" ? { number, id } : undefined;
}
