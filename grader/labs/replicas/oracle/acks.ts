import { at, inMs, messageInWords } from "../reading/words.js";
import type { Facts, UpdateRequest } from "./facts.js";
import type { Sighting } from "./sighting.js";

/** How long after the last confirmation an update may still be unanswered, beside the grace, in milliseconds. */
const promptMs = 20;

/** An update is acknowledged when it is persisted here and replicated everywhere: not before, and not later. */
export function wrongAcks(facts: Facts): Sighting[] {
  return facts.updates.flatMap((update) => {
    if (facts.roleOf(update.replica)?.role !== "primary") return [];
    return [...earlyAcks(facts, update), ...lateAcks(facts, update)];
  });
}

function earlyAcks(facts: Facts, update: UpdateRequest): Sighting[] {
  const { asked, replica, key, replies } = update;
  const ack = replies.find(({ message }) => message.type === "operationAck");
  if (ack === undefined) return [];
  const who = facts.names.of(replica);
  const what = messageInWords(asked.message);
  const sighting = { actor: replica, key, atMs: ack.atMs, evidence: [asked, ack], section: "4.4" };
  const found: Sighting[] = [];
  if (facts.persistedAt(replica, key, new Set([update.value]), asked.atMs) > ack.atMs) {
    found.push({
      ...sighting,
      kind: "unpersisted-ack",
      message: `${who} acknowledged ${what} at ${at(ack.atMs)}, before its persistence had confirmed it.`,
    });
  }
  // A replicator may combine updates, and only that.
  const values = facts.coveringValues(update);
  for (const secondary of waitedFor(facts, update)) {
    if (!facts.secondariesAt(replica, ack.atMs).has(secondary)) continue;
    if (facts.replicatedAt(replica, secondary, key, values, asked.atMs) <= ack.atMs) continue;
    found.push({
      ...sighting,
      kind: "unreplicated-ack",
      message: `${who} acknowledged ${what} at ${at(ack.atMs)}, although ${facts.names.of(secondary)} had not acknowledged a snapshot of it, and had not left.`,
    });
  }
  return found;
}

function lateAcks(facts: Facts, update: UpdateRequest): Sighting[] {
  const { asked, replica, key, replies } = update;
  const { limits } = facts;
  // Nobody can say whether the primary waits for a newcomer, which it may.
  const before = waitedFor(facts, update);
  const joined = facts
    .membershipsOf(replica)
    .some(
      ({ told, secondaries }) =>
        told.atMs > asked.atMs - limits.graceMs &&
        [...secondaries].some((secondary) => !before.has(secondary)),
    );
  const equal = facts
    .updatesAt(replica)
    .filter((other) => other.key === key && other.value === update.value);
  // Which of several equal updates was confirmed cannot be known.
  if (joined || equal.length > 1) return [];
  const own = new Set([update.value]);
  const confirmedMs = Math.max(
    facts.persistedAt(replica, key, own, asked.atMs),
    ...[...before].map((secondary) =>
      Math.min(
        facts.replicatedAt(replica, secondary, key, own, asked.atMs),
        leftAt(facts, replica, secondary, asked.atMs),
      ),
    ),
  );
  const dueMs = confirmedMs + promptMs + limits.graceMs;
  const isInTime = confirmedMs - asked.atMs < limits.failFromMs - promptMs - limits.graceMs;
  if (!isInTime || dueMs >= facts.endOf(replica)) return [];
  const [reply] = replies;
  if (reply?.message.type === "operationAck" && reply.atMs <= dueMs) return [];
  // It failed too early, which is told by itself.
  if (reply !== undefined && reply.atMs < confirmedMs) return [];
  const who = facts.names.of(replica);
  const instead =
    reply === undefined
      ? "it never answered"
      : `it answered with ${messageInWords(reply.message)} only at ${at(reply.atMs)}, ${inMs(reply.atMs - confirmedMs)} later`;
  return [
    {
      kind: "late-ack",
      message: `${messageInWords(asked.message)} at ${who} was confirmed by all that had to at ${at(confirmedMs)}: its persistence, and every secondary that had not left. ${who} must acknowledge it then; ${instead}.`,
      atMs: dueMs,
      section: "4.4",
      actor: replica,
      key,
      evidence: [asked, ...(reply === undefined ? [] : [reply])],
    },
  ];
}

/** The secondaries that the primary knew when it got an update. */
function waitedFor(facts: Facts, { asked, replica }: UpdateRequest): ReadonlySet<string> {
  return facts.knownSecondariesAt(replica, asked.atMs);
}

function leftAt(facts: Facts, primary: string, secondary: string, afterMs: number): number {
  const without = facts
    .membershipsOf(primary)
    .find(({ told, secondaries }) => told.atMs >= afterMs && !secondaries.has(secondary));
  return without?.told.atMs ?? Infinity;
}
