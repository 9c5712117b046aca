import type { History } from "../../../grader/history/history.js";
import { Facts } from "../../../grader/labs/replicas/oracle/facts.js";
import { findWrongs } from "../../../grader/labs/replicas/oracle/find_wrongs.js";
import type { FindingKind } from "../../../grader/labs/replicas/oracle/sighting.js";
import type { ProtocolMessage } from "../../../grader/labs/replicas/steps/index.js";
import type { Told } from "../../../grader/labs/replicas/reading/told.js";
import { at, messageInWords } from "../../../grader/labs/replicas/reading/words.js";
import { CheckFailure } from "../../../grader/suite/check_failure.js";

/** A message that a run must contain: its type, and some of its fields. */
export interface Expected {
  /** The names of the sender and the receiver; default: anybody. */
  readonly from?: string;
  readonly to?: string;
  readonly type: ProtocolMessage["type"];
  readonly key?: string;
  readonly value?: string | null;
  readonly id?: number;
  readonly seq?: number;
}

/** What a check knows about a run. */
export interface Seen {
  readonly history: History;
  readonly facts: Facts;
}

/**
 * Fails with what the oracle finds of some kinds. Other steps of the assignment have other tests, so a test judges only
 * what its own step asks for.
 */
export function requireNothingWrong(history: History, kinds: readonly FindingKind[]): void {
  const [first, ...others] = findWrongs(history, kinds);
  if (first === undefined) return;
  const lines = [first, ...others].slice(0, 3).map(({ message }) => `  - ${message}`);
  throw new CheckFailure(["What went wrong:", ...lines].join("\n"), {
    section: first.section,
    told: true,
  });
}

/** Fails unless every server has started. */
export function requireStarts(history: History): void {
  for (const record of history.records) {
    if (record.type !== "server" || record.event !== "failed") continue;
    throw new CheckFailure(`${record.server} did not start: ${record.error ?? "no reason"}`);
  }
}

/** The messages of a run that are as expected, in the order of time. */
export function found({ facts }: Seen, expected: Expected): readonly Told[] {
  return facts.of(expected.type).filter((one) => isAs(facts, one, expected));
}

/**
 * Fails unless a run contains a message.
 *
 * @param why what the assignment says about it, as a sentence.
 */
export function requireMessage(seen: Seen, expected: Expected, why: string): Told {
  const [first] = found(seen, expected);
  if (first !== undefined) return first;
  const similar = seen.facts
    .of(expected.type)
    .filter(({ from, to }) => {
      const { names } = seen.facts;
      const isFrom = expected.from === undefined || names.of(from) === expected.from;
      return isFrom && (expected.to === undefined || names.of(to) === expected.to);
    })
    .slice(0, 4)
    .map(({ atMs, message }) => `${messageInWords(message)} at ${at(atMs)}`);
  const instead = similar.length === 0 ? "none was sent" : `seen: ${similar.join(", ")}`;
  throw new CheckFailure(`Expected ${inWords(expected)}; ${instead}. ${why}`);
}

/** Fails unless something was handed down to the persistence that the test gave the replica. */
export function requirePersistence(seen: Seen): void {
  requireMessage(
    seen,
    { type: "persist", to: "persistence" },
    "A replica starts the persistence that it is given, and hands every update down to it.",
  );
}

/** What a get shows: a text, or null for an absent key. */
type Value = string | null;

/** Fails unless the replies to a client's gets are these values, or one of these, by the ids of the gets. */
export function requireReads(
  seen: Seen,
  reads: Readonly<Record<number, Value | readonly Value[]>>,
  client = "client",
): void {
  for (const [id, wanted] of Object.entries(reads)) {
    const values = [wanted].flat();
    const reply = requireMessage(
      seen,
      { type: "getResult", to: client, id: Number(id) },
      "A replica answers every get at once, from its own state.",
    );
    const shown = "value" in reply.message ? reply.message.value : undefined;
    if (values.some((value) => value === shown)) continue;
    throw new CheckFailure(
      `${messageInWords(reply.message)} came from ${seen.facts.names.of(reply.from)} at ${at(reply.atMs)}; expected ${values.map((value) => (value === null ? "absent" : JSON.stringify(value))).join(" or ")}.`,
    );
  }
}

/** Fails unless updates of a client were answered like this, by their ids. */
export function requireReplies(
  seen: Seen,
  replies: Readonly<Record<number, "operationAck" | "operationFailure">>,
  client = "client",
): void {
  for (const [id, type] of Object.entries(replies)) {
    const why =
      type === "operationAck"
        ? "An update is acknowledged as soon as it is persisted, and replicated to all that have not left."
        : "An update that cannot be confirmed within a second has failed.";
    requireMessage(seen, { type, to: client, id: Number(id) }, why);
  }
}

function isAs(
  { names }: Facts,
  { from, to, message }: Told,
  { from: wantedFrom, to: wantedTo, ...fields }: Expected,
): boolean {
  if (wantedFrom !== undefined && names.of(from) !== wantedFrom) return false;
  if (wantedTo !== undefined && names.of(to) !== wantedTo) return false;
  const seen = message as unknown as Readonly<Record<string, unknown>>;
  return Object.entries(fields).every(([field, wanted]) => seen[field] === wanted);
}

function inWords({ from, to, type, ...fields }: Expected): string {
  const shown = Object.entries(fields).map(([field, value]) => `${field} ${JSON.stringify(value)}`);
  const ends = `${from === undefined ? "" : ` from ${from}`}${to === undefined ? "" : ` to ${to}`}`;
  return `${type}${shown.length > 0 ? ` (${shown.join(", ")})` : ""}${ends}`;
}
