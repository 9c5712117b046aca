import { uidOf } from "../reading/told.js";
import { at, inMs, messageInWords } from "../reading/words.js";
import type { Facts, ReadRequest, UpdateRequest } from "./facts.js";
import type { Sighting } from "./sighting.js";

/** How long a replica may take for what it can answer by itself, beside the grace, in milliseconds. */
const promptMs = 20;

/** Each request is answered exactly once, in time, and updates only by the primary. */
export function wrongReplies(facts: Facts): Sighting[] {
  return [
    ...facts.updates.flatMap((update) => wrongUpdateReplies(facts, update)),
    ...facts.reads.flatMap((read) => wrongReadReplies(facts, read)),
  ];
}

function wrongUpdateReplies(facts: Facts, update: UpdateRequest): Sighting[] {
  const { asked, replica, replies, key } = update;
  const role = facts.roleOf(replica);
  if (role === undefined) return [];
  const { limits, names } = facts;
  const who = names.of(replica);
  const what = `${messageInWords(asked.message)} of ${names.of(uidOf(asked.message.replyTo))}`;
  const sighting = { actor: replica, key, evidence: [asked, ...replies] };
  const fromMs = Math.max(asked.atMs, role.sinceMs);
  const isSecondary = role.role === "secondary";
  const dueMs = fromMs + (isSecondary ? promptMs + limits.graceMs : limits.failUntilMs);
  const [first, second] = replies;
  if (first === undefined) {
    if (dueMs >= facts.endOf(replica)) return [];
    const rule = isSecondary
      ? "a secondary answers an update with operationFailure at once"
      : "the primary answers every update within a second, with operationAck or operationFailure";
    return [
      {
        ...sighting,
        kind: "no-reply",
        message: `${who} never answered ${what}, sent at ${at(asked.atMs)}; ${rule}.`,
        atMs: dueMs,
        section: isSecondary ? "11" : "4.4",
      },
    ];
  }
  const found: Sighting[] = [];
  if (second !== undefined) {
    found.push({
      ...sighting,
      kind: "two-replies",
      message: `${who} answered ${what} twice: ${messageInWords(first.message)} at ${at(first.atMs)}, and ${messageInWords(second.message)} at ${at(second.atMs)}. A request gets one answer, and after a failure none.`,
      atMs: second.atMs,
      section: "4.4",
    });
  }
  const tookMs = first.atMs - fromMs;
  const isFailure = first.message.type === "operationFailure";
  if (isSecondary && !isFailure) {
    found.push({
      ...sighting,
      kind: "secondary-ack",
      message: `${who} is a secondary and acknowledged ${what} at ${at(first.atMs)}; only the primary may, and a secondary answers with operationFailure.`,
      atMs: first.atMs,
      section: "11",
    });
  }
  if (!isSecondary && isFailure && tookMs < limits.failFromMs) {
    found.push({
      ...sighting,
      kind: "early-failure",
      message: `${who} answered ${what} with operationFailure after ${inMs(tookMs)}; an update has a second to be confirmed.`,
      atMs: first.atMs,
      section: "4.4",
    });
  }
  if (first.atMs > dueMs) {
    found.push({
      ...sighting,
      kind: "late-reply",
      message: `${who} answered ${what} only after ${inMs(tookMs)}, with ${messageInWords(first.message)}; ${isSecondary ? "a secondary refuses an update at once" : "it is answered within a second"}.`,
      atMs: first.atMs,
      section: isSecondary ? "11" : "4.4",
    });
  }
  return found;
}

function wrongReadReplies(facts: Facts, { asked, replica, replies }: ReadRequest): Sighting[] {
  const role = facts.roleOf(replica);
  if (role === undefined) return [];
  const { limits, names } = facts;
  const who = names.of(replica);
  const what = `${messageInWords(asked.message)} of ${names.of(uidOf(asked.message.replyTo))}`;
  const sighting = { actor: replica, key: asked.message.key, evidence: [asked, ...replies] };
  const dueMs = Math.max(asked.atMs, role.sinceMs) + promptMs + limits.graceMs;
  const [first, second] = replies;
  if (first === undefined) {
    if (dueMs >= facts.endOf(replica)) return [];
    const early = asked.atMs < role.sinceMs ? ", before it knew its role" : "";
    return [
      {
        ...sighting,
        kind: "no-reply",
        message: `${who} never answered ${what}, sent at ${at(asked.atMs)}${early}; a replica answers a get at once, and keeps what arrives before it knows its role.`,
        atMs: dueMs,
        section: early === "" ? "3.2" : "11",
      },
    ];
  }
  if (second !== undefined) {
    return [
      {
        ...sighting,
        kind: "two-replies",
        message: `${who} answered ${what} twice, at ${at(first.atMs)} and at ${at(second.atMs)}.`,
        atMs: second.atMs,
        section: "3.2",
      },
    ];
  }
  if (first.atMs <= dueMs) return [];
  return [
    {
      ...sighting,
      kind: "late-reply",
      message: `${who} answered ${what} only after ${inMs(first.atMs - asked.atMs)}; a replica answers a get at once, from its own state.`,
      atMs: first.atMs,
      section: "3.2",
    },
  ];
}
