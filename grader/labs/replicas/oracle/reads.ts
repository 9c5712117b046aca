import { groupBy } from "../../../base/group_by.js";
import { uidOf } from "../reading/told.js";
import { at, messageInWords, valueInWords } from "../reading/words.js";
import type { Facts, ReadRequest } from "./facts.js";
import type { Sighting } from "./sighting.js";

/** A state of a key at a replica: nothing at first, and then what one update or snapshot after the other makes of it. */
interface State {
  readonly value: string | null;
  /** When it was sent to the replica. */
  readonly sentMs: number;
  /** When the replica had certainly got it, since it has told somebody so. */
  readonly knownMs: number;
  /** The update or snapshot; empty for the first state. */
  readonly words: string;
}

/** Reads show the latest state that the replica has acknowledged, or a later one, and never go back. */
export function wrongReads(facts: Facts): Sighting[] {
  const reads = groupBy(facts.reads, ({ replica, asked }) => `${replica} ${asked.message.key}`);
  return [...reads.values()].flatMap((some) => wrongReadsOf(facts, some));
}

function wrongReadsOf(facts: Facts, reads: readonly [ReadRequest, ...ReadRequest[]]): Sighting[] {
  const [first] = reads;
  const { replica } = first;
  const { key } = first.asked.message;
  const states = statesOf(facts, replica, key);
  const who = facts.names.of(replica);
  // The latest state that a read has shown, for certain.
  let shownUntil = 0;
  return reads.flatMap(({ asked, replies }): Sighting[] => {
    const [reply] = replies;
    if (reply === undefined) return [];
    const { value } = reply.message;
    const known = states.findLastIndex(({ knownMs }) => knownMs <= asked.atMs);
    const sent = states.findLastIndex(({ sentMs }) => sentMs <= reply.atMs);
    const sighting = {
      atMs: reply.atMs,
      actor: replica,
      key,
      evidence: [asked, reply],
      section: "4",
    };
    const possible = states
      .map((_, index) => index)
      .filter((index) => index <= sent && states[index]?.value === value);
    const latest = possible.at(-1);
    if (latest === undefined || latest < known) {
      const expected = states[known] ?? nothing;
      return [
        {
          ...sighting,
          kind: "wrong-read",
          message: `${who} answered ${messageInWords(asked.message)} at ${at(reply.atMs)} with ${valueInWords(value)}; expected ${valueInWords(expected.value)} (${knownInWords(expected)})${sent > known ? ", or something that came later" : ""}.`,
        },
      ];
    }
    if (latest < shownUntil) {
      const shown = states[shownUntil] ?? nothing;
      return [
        {
          ...sighting,
          kind: "went-back",
          message: `${who} answered ${messageInWords(asked.message)} at ${at(reply.atMs)} with ${valueInWords(value)}, after it had shown ${valueInWords(shown.value)}, which is newer (${shown.words} was sent at ${at(shown.sentMs)}).`,
        },
      ];
    }
    shownUntil = possible.find((index) => index >= shownUntil) ?? shownUntil;
    return [];
  });
}

function statesOf(facts: Facts, replica: string, key: string): State[] {
  const states =
    facts.roleOf(replica)?.role === "primary"
      ? updatesOf(facts, replica, key)
      : snapshotsOf(facts, replica, key);
  return [nothing, ...states];
}

/** What a replica has of a key at first. */
const nothing: State = { value: null, sentMs: 0, knownMs: 0, words: "" };

function knownInWords({ words, knownMs }: State): string {
  if (words === "") return "it has never been inserted";
  return knownMs === Infinity
    ? `${words}, not acknowledged`
    : `${words} was acknowledged at ${at(knownMs)}`;
}

function updatesOf(facts: Facts, replica: string, key: string): State[] {
  return facts
    .updatesAt(replica)
    .filter((update) => update.key === key)
    .map(({ asked, value, replies }) => {
      const ack = replies.find(({ message }) => message.type === "operationAck");
      const words = messageInWords(asked.message);
      return { value, sentMs: asked.atMs, knownMs: ack?.atMs ?? Infinity, words };
    });
}

/** The snapshots of a key that a secondary may apply: those before which no other one is missing. */
function snapshotsOf(facts: Facts, replica: string, key: string): State[] {
  const snapshots = facts.snapshotsInTurn(replica).filter(({ message }) => message.key === key);
  return snapshots.map(({ atMs, message }) => {
    const replicator = uidOf(message.replyTo);
    const ack = facts
      .of("snapshotAck")
      .find(
        (one) =>
          one.from === replica &&
          one.to === replicator &&
          one.message.seq === message.seq &&
          one.atMs >= atMs,
      );
    const words = messageInWords(message);
    return { value: message.value, sentMs: atMs, knownMs: ack?.atMs ?? Infinity, words };
  });
}
