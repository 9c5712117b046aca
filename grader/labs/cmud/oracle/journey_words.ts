import type { HandledRecord, HistoryRecord } from "../../../history/history.js";
import { serverOf } from "../reading/servers.js";
import { at } from "../reading/words.js";
import type { PutRecord } from "../reading/views.js";
import type { Facts } from "./facts.js";
import { arrivedMs, type Journey } from "./journey.js";

/** What became of a Put, for people, and where that is seen. */
export interface Story {
  /** A sentence without a full stop, such as "s1/0 sent it to s2/0 at 1330 ms, and s2/0 never handled it". */
  readonly text: string;
  readonly inferred: boolean;
  readonly evidence: readonly (HistoryRecord | undefined)[];
}

/**
 * Tells a journey, for a reader who does not show the Put.
 *
 * @param shown what the reader shows instead; null when the key is not there.
 * @param readMs when it was read, in milliseconds.
 */
export function tellJourney(
  facts: Facts,
  journey: Journey,
  shown: string | null,
  readMs: number,
): Story {
  const { put, hops, end } = journey;
  const clauses = hopClauses(facts, journey);
  const evidence: (HistoryRecord | undefined)[] = [
    facts.order.takenWith(put),
    ...hops.flatMap(({ tell, handled }) => [tell, handled]),
  ];
  const concluded = !facts.detailed && hops.length > 0;
  const story = (inferred = concluded): Story => ({
    text: concluded
      ? `${joined(clauses)} (that messages arrive is concluded: this history does not show what actors handle)`
      : joined(clauses),
    inferred: inferred || !facts.complete,
    evidence,
  });
  switch (end) {
    case "unknown":
      return {
        ...story(true),
        text: "its way cannot be followed, since messages do not show its value",
      };
    case "nobody":
      clauses.push(nobodyClause(facts, journey));
      return story();
    case "not-sent": {
      const on = hops.length > 0 ? " on" : "";
      clauses.push({ who: endOf(facts, journey), did: `never sent it${on} to ${target(journey)}` });
      return story();
    }
    case "not-delivered": {
      const sentMs = hops.at(-1)?.tell.atMs ?? 0;
      const fault = facts.faultsByValue
        .get(put.value)
        ?.find(({ what, atMs }) => what === "dropped" && atMs >= sentMs);
      evidence.push(fault);
      clauses.push(
        fault === undefined
          ? { who: endOf(facts, journey), did: "never handled it" }
          : { who: "the simulated network", did: `lost it at ${at(fault.atMs)} (${fault.text})` },
      );
      return story();
    }
    case "arrived": {
      const late = journey.reader === put.at ? handledLate(facts, put) : undefined;
      if (late !== undefined) {
        evidence.push(late);
        clauses.push({
          who: put.at,
          did: `acknowledged it before it handled it, at ${at(late.atMs)}`,
        });
        return story();
      }
      const cameMs = arrivedMs(journey) ?? facts.takenMs(put);
      if (concluded || cameMs > readMs) return story();
      const other = lastHandled(facts, journey, shown, readMs);
      evidence.push(other);
      clauses.push({ who: journey.reader, did: insteadOf(shown, cameMs, other) });
      return story();
    }
    default:
      return end satisfies never;
  }
}

interface Clause {
  readonly who: string;
  readonly did: string;
}

function hopClauses(facts: Facts, { hops }: Journey): Clause[] {
  return hops.flatMap(({ tell, handled }, index) => {
    const from = facts.names.nameOf(tell.server, tell.from);
    const to = facts.names.nameOf(tell.toServer, tell.to);
    const sent = {
      who: from,
      did: `sent it${index > 0 ? " on" : ""} to ${to} at ${at(tell.atMs)}`,
    };
    return handled === undefined
      ? [sent]
      : [sent, { who: to, did: `handled it at ${at(handled.atMs)}` }];
  });
}

/** Who had the Put last, or should have got it with the last message. */
function endOf(facts: Facts, { put, hops }: Journey): string {
  const last = hops.at(-1);
  return last === undefined ? put.at : facts.names.nameOf(last.tell.toServer, last.tell.to);
}

/** Whom the Put should have gone to: the reader itself, or its server, of which any actor will do. */
function target({ put, reader, hops }: Journey): string {
  const server = hops.at(-1)?.tell.toServer ?? serverOf(put.at);
  return server === serverOf(reader) ? reader : serverOf(reader);
}

function nobodyClause(facts: Facts, journey: Journey): Clause {
  if (facts.tells.length === 0) return { who: "no actor", did: "sent any message" };
  const sent = facts.tellsByValue.get(journey.put.value) ?? [];
  if (sent.length === 0) return { who: journey.put.at, did: "never sent it to any actor" };
  const on = journey.hops.length > 0 ? " on" : "";
  return { who: "no message", did: `took it${on} to ${target(journey)}` };
}

/** The message with a Put, if the actor that took it handled it only after it had acknowledged it. */
function handledLate(facts: Facts, put: PutRecord): HandledRecord | undefined {
  const uid = facts.names.uidOf(put.at);
  const first = facts.handledByValue.get(put.value)?.find(({ actor }) => actor === uid);
  return first !== undefined && facts.isUnique(put.value) && first.atMs > put.endMs
    ? first
    : undefined;
}

/** The last message with what the reader shows that it had handled by then. */
function lastHandled(
  facts: Facts,
  { reader }: Journey,
  shown: string | null,
  readMs: number,
): HandledRecord | undefined {
  if (shown === null || !facts.isUnique(shown)) return undefined;
  const uid = facts.names.uidOf(reader);
  return facts.handledByValue
    .get(shown)
    ?.findLast(({ actor, atMs }) => actor === uid && atMs <= readMs);
}

function insteadOf(shown: string | null, cameMs: number, other: HandledRecord | undefined): string {
  if (shown === null) return "does not show it";
  if (other === undefined || other.atMs <= cameMs) return `still shows ${shown}`;
  return `replaced it by ${shown}, which came at ${at(other.atMs)}`;
}

/** Clauses as one sentence; what one actor did in a row is said together. */
function joined(clauses: readonly Clause[]): string {
  const parts: string[] = [];
  clauses.forEach(({ who, did }, index) => {
    const before = clauses[index - 1];
    if (before?.who === who) parts.push(`${parts.pop()} and ${did}`);
    else parts.push(`${who} ${did}`);
  });
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")}, and ${parts.at(-1)}`;
}
