import { isTraceable, serverOf } from "../../../grader/history/scenario.js";
import type { History } from "../../../grader/history/history.js";
import { puts, queries, tells } from "../../../grader/labs/cmud/reading/views.js";
import { fail } from "./evidence.js";

/**
 * Requires that Puts reach other query actors in messages from actor to actor: most of what actors show of others' Puts
 * must have been sent to their server. Not all of it, since a text that is sent in pieces may be cut within a value.
 */
export function requireTravel(history: History, section: string): void {
  const sent = new Set<string>();
  for (const { toServer, values } of tells(history))
    for (const value of values) sent.add(`${value} ${toServer}`);
  const takers = takersOf(history);
  const shown = new Map<string, string>();
  for (const { at, method, outcome } of queries(history)) {
    if (at === undefined || method === "put" || !outcome.ok) continue;
    for (const value of [outcome.value ?? [], Object.values(outcome.entries ?? {})].flat()) {
      const taker = takers.get(value);
      if (taker !== undefined && taker !== at)
        shown.set(`${value} ${serverOf(at)}`, `${at} ${value}`);
    }
  }
  const unsent = [...shown].filter(([travel]) => !sent.has(travel));
  if (unsent.length * 2 <= shown.size) return;
  const [, example = ""] = unsent[0] ?? [];
  const [actor = "", value = ""] = example.split(" ");
  fail(history, {
    did: "put keys, read them on other query actors, and looked for their values in the messages between actors.",
    expected: "Puts reach other query actors in messages that an actor sends with context.tell",
    section,
    seen: [
      `${actor} shows ${value}, which no message from one actor to another has carried to its server`,
      `the same is true of ${unsent.length} of ${shown.size} values that actors show of others' Puts`,
    ],
    next: "how query actors learn of each other's Puts: not by shared state, nor by code outside actors. Values must be in the messages as they are.",
  });
}

/** Who received the only Put of a value, by the value. */
function takersOf(history: History): ReadonlyMap<string, string> {
  const takers = new Map<string, string>();
  const several = new Set<string>();
  for (const { at, value } of puts(history)) {
    if (takers.has(value)) several.add(value);
    if (isTraceable(value)) takers.set(value, at);
  }
  for (const value of several) takers.delete(value);
  return takers;
}
