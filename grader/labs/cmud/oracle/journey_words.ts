import type { HandledRecord } from "../../../history/history.js";
import { isTraceable, serverOf } from "../../../history/scenario.js";
import type { PutRecord } from "../reading/views.js";
import { asWord, at, listed } from "../reading/words.js";
import type { Facts, Shown } from "./facts.js";
import { arrivedMs, type Journey } from "./journey.js";
import { lookAtApplying, lookAtComparing } from "./rules.js";
import type { Told } from "./sighting.js";

/** What happened to a Put, for people, and the evidence. */
export interface Story extends Required<Pick<Told, "inferred" | "evidence">> {
  /** A sentence without a full stop, such as "s1/0 sent it to s2/0 at 1330 ms, and s2/0 never handled it". */
  readonly text: string;
  readonly lookAt?: string;
}

/** Describes the journey of a Put to a reader that shows something else. */
export function tellJourney(facts: Facts, journey: Journey, instead: Shown): Story {
  const { put, hops } = journey;
  const isConcluded = !facts.detailed && hops.length > 0;
  const { clause, lookAt, inferred = false, evidence = [] } = endOf(facts, journey, instead);
  const clauses = [...hopClauses(facts, journey), ...(clause === undefined ? [] : [clause])];
  return {
    text: isConcluded
      ? `${joined(clauses)} (inferred, because this history does not record deliveries)`
      : joined(clauses),
    inferred: inferred || isConcluded || !facts.complete,
    ...(lookAt === undefined ? {} : { lookAt }),
    evidence: [
      facts.order.takenWith(put),
      ...hops.flatMap(({ tell, handled }) => [tell, handled]),
      ...evidence,
    ],
  };
}

interface Clause {
  readonly who: string;
  readonly did: string;
}

/** How a journey ended, and what follows from that. */
interface End extends Partial<Pick<Told, "inferred" | "evidence" | "lookAt">> {
  readonly clause?: Clause;
}

const lookAtSending =
  "which actor should send this Put, and whether it knows the actors that lack it.";

function endOf(facts: Facts, journey: Journey, instead: Shown): End {
  const { put, hops, end } = journey;
  switch (end) {
    case "unknown":
      return { clause: unknownClause(facts, put), inferred: true };
    case "nobody":
      return { clause: nobodyClause(facts, journey), lookAt: lookAtSending };
    case "not-sent": {
      const sent = hops.length > 0 ? "forwarded" : "sent";
      const did = `never ${sent} it to ${target(journey)}`;
      return { clause: { who: lastHolder(facts, journey), did }, lookAt: lookAtSending };
    }
    case "not-delivered":
      return notDelivered(facts, journey);
    case "arrived":
      return arrived(facts, journey, instead);
    default:
      return end satisfies never;
  }
}

function unknownClause(facts: Facts, { value }: PutRecord): Clause {
  if (!isTraceable(value)) {
    return {
      who: "its path",
      did: "cannot be followed, because messages are not searched for values like this one",
    };
  }
  const count = facts.putsOf(value).length;
  return count > 1 && facts.tellsByValue.has(value)
    ? {
        who: "its path",
        did: `cannot be followed, because ${count} Puts have the value ${asWord(value)}`,
      }
    : {
        who: "no message",
        did: "contains its value, so either it was never sent, or messages encode values differently",
      };
}

function nobodyClause(facts: Facts, journey: Journey): Clause {
  const { put, hops } = journey;
  if (facts.tells.length === 0) return { who: "no actor", did: "sent any message" };
  if (facts.sentAfter(put).length === 0) {
    return { who: "no actor", did: "sent any message after that" };
  }
  if (!facts.tellsByValue.has(put.value)) {
    return { who: put.at, did: "never sent it to any actor" };
  }
  const on = hops.length > 0 ? " on" : "";
  return { who: "no message", did: `carried it${on} to ${target(journey)}` };
}

function notDelivered(facts: Facts, journey: Journey): End {
  const { put, hops } = journey;
  const tell = hops.at(-1)?.tell;
  const fault = facts.faultsByValue
    .get(put.value)
    ?.find(({ what, atMs }) => what === "dropped" && atMs >= (tell?.atMs ?? 0));
  if (fault !== undefined) {
    const did = `lost it at ${at(fault.atMs)} (${fault.text})`;
    return { clause: { who: "the simulated network", did }, evidence: [fault] };
  }
  return {
    clause: { who: lastHolder(facts, journey), did: "never handled it" },
    lookAt:
      tell?.server === tell?.toServer
        ? "actor/mailbox.ts: messages between actors of one server must not be lost."
        : "actor/remote_tell.ts: what happens to a message on its way to another server.",
  };
}

function arrived(facts: Facts, journey: Journey, instead: Shown): End {
  const { put, reader } = journey;
  const late = reader === put.at ? handledLate(facts, put) : undefined;
  if (late !== undefined) {
    const did = `acknowledged it before handling it, at ${at(late.atMs)}`;
    return { clause: { who: put.at, did }, lookAt: lookAtApplying, evidence: [late] };
  }
  const cameMs = arrivedMs(journey) ?? facts.takenMs(put);
  if (!facts.detailed) {
    return journey.hops.length > 0 ? {} : { clause: { who: reader, did: "received it itself" } };
  }
  if (cameMs > instead.read.startMs) return {};
  return {
    ...insteadOf(facts, journey, cameMs, instead),
    ...(instead.value === null ? {} : { lookAt: lookAtComparing }),
  };
}

/** What an actor shows although it had the Put. It has replaced the Put if a read in between showed it. */
function insteadOf(
  facts: Facts,
  { put, reader }: Journey,
  cameMs: number,
  { read, value: shown }: Shown,
): End {
  const seen = facts.shown.findLast(
    ({ actor, key, value, read: { startMs, endMs } }) =>
      actor === reader &&
      key === put.key &&
      value === put.value &&
      facts.isUnique(put.value) &&
      startMs >= cameMs &&
      endMs <= read.startMs,
  )?.read;
  const showed = seen === undefined ? "" : `showed it at ${at(seen.startMs)} and `;
  const end = (did: string, more: readonly HandledRecord[] = []): End => {
    return { clause: { who: reader, did }, evidence: [seen, ...more] };
  };
  if (shown === null)
    return end(seen === undefined ? "does not show it" : `${showed}no longer shows it`);
  const uid = facts.names.uidOf(reader);
  const others = (facts.isUnique(shown) ? (facts.handledByValue.get(shown) ?? []) : []).filter(
    ({ actor, atMs }) => actor === uid && atMs <= read.startMs,
  );
  const since = others.filter(({ atMs }) => atMs > (seen?.endMs ?? cameMs));
  const timesOf = (some: readonly HandledRecord[]): string =>
    listed(some.map(({ atMs }) => at(atMs)));
  if (since.length > 0) {
    const did =
      seen === undefined
        ? `shows ${asWord(shown)} instead`
        : `${showed}replaced it with ${asWord(shown)}`;
    return end(`${did}, which arrived at ${timesOf(since)}`, others);
  }
  const before = others.length === 0 ? "" : `, which had arrived earlier, at ${timesOf(others)}`;
  return end(`${showed}${showed === "" ? "" : "now "}shows ${asWord(shown)}${before}`, others);
}

function hopClauses(facts: Facts, { hops }: Journey): Clause[] {
  return hops.flatMap(({ tell, handled }, index) => {
    const from = facts.names.nameOf(tell.server, tell.from);
    const to = facts.names.nameOf(tell.toServer, tell.to);
    const did = `${index > 0 ? "forwarded" : "sent"} it to ${to} at ${at(tell.atMs)}`;
    const sent = { who: from, did };
    return handled === undefined
      ? [sent]
      : [sent, { who: to, did: `handled it at ${at(handled.atMs)}` }];
  });
}

/** The actor that had the Put last, or should have received it with the last message. */
function lastHolder(facts: Facts, { put, hops }: Journey): string {
  const last = hops.at(-1);
  return last === undefined ? put.at : facts.names.nameOf(last.tell.toServer, last.tell.to);
}

/** Where the Put should have been sent: to the reader itself, or to any actor of its server. */
function target({ put, reader, hops }: Journey): string {
  const server = hops.at(-1)?.tell.toServer ?? serverOf(put.at);
  return server === serverOf(reader) ? reader : serverOf(reader);
}

/** The message with a Put, if its actor handled it only after the Put had been acknowledged. */
function handledLate(facts: Facts, put: PutRecord): HandledRecord | undefined {
  const uid = facts.names.uidOf(put.at);
  const first = facts.handledByValue.get(put.value)?.find(({ actor }) => actor === uid);
  return first !== undefined && facts.isUnique(put.value) && first.atMs > put.endMs
    ? first
    : undefined;
}

/** Joins clauses into one sentence, combining consecutive clauses with the same subject. */
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
