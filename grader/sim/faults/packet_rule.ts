import { Random, scatter } from "../random.js";

/** Something on its way from one host to another, as rules see it. Times are milliseconds since the run began. */
export interface Packet {
  /** The names of both hosts: `main/s1`, `main/s1/2`. */
  readonly from: string;
  readonly to: string;
  /** A link over the network, or the port between a host and the one that spawned it. */
  readonly via: "link" | "port";
  /**
   * A text that a program sends, a copy that a rule made of one, a call that opens a link, or news of the link or
   * thread itself, such as its end.
   */
  readonly what: "text" | "copy" | "dial" | "signal";
  /** Numbers all texts of a run, on links and ports, from 1; a copy has its text's number, other packets have 0. */
  readonly number: number;
  /** Empty if the packet is not a text. */
  readonly text: string;
  readonly sentMs: number;
  /** When it will arrive, including the delays of the rules before this one. */
  readonly dueMs: number;
}

/** What happens to a packet; nothing special if all fields are absent. All of them apply to texts. */
export interface Verdict {
  /**
   * How much later it arrives, in milliseconds; earlier, if negative. What is sent on the same way later waits for it.
   * Holds for copies, calls and signals too.
   */
  readonly delayMs?: number;
  /** It never arrives. Holds for calls too: they get no answer. */
  readonly drop?: boolean;
  /** How much later than the packet each of its copies arrives, in milliseconds; without keeping to any order. */
  readonly copiesAfterMs?: readonly number[];
  /** What is sent on the same way later need not wait for it. */
  readonly overtakable?: boolean;
  /** For people: by which rules it is dropped, copied or overtaken. */
  readonly why?: Partial<Readonly<Record<Mishap, string>>>;
}

/** What a rule can do to a text besides delaying it, as the trace names it. */
export type Mishap = "dropped" | "duplicated" | "reordered";

/**
 * Decides what happens to a packet, as a pure function: equal packets get equal verdicts, in whichever order they
 * are asked for.
 */
export type PacketRule = (packet: Packet) => Verdict;

/** A rule that combines several: delays add up, all copies are made, and one rule that drops is enough. */
export function combine(rules: readonly PacketRule[]): PacketRule {
  return (packet) => rules.reduce((sum, rule) => add(sum, rule(later(packet, sum))), {});
}

/**
 * Numbers in [0, 1) for a rule, one for each packet's number. They depend on the seed, the label and that number alone,
 * so a rule's numbers do not depend on the other rules.
 */
export function drawsFor(seed: number, label: string): (packet: Packet) => number {
  const salt = new Random(seed, label).within([0, 0x7fffffff]);
  return ({ number }) => scatter(salt, number) / 2 ** 32;
}

function later(packet: Packet, { delayMs = 0 }: Verdict): Packet {
  return delayMs === 0 ? packet : { ...packet, dueMs: packet.dueMs + delayMs };
}

function add(sum: Verdict, next: Verdict): Verdict {
  return {
    delayMs: (sum.delayMs ?? 0) + (next.delayMs ?? 0),
    drop: sum.drop === true || next.drop === true,
    copiesAfterMs: [...(sum.copiesAfterMs ?? []), ...(next.copiesAfterMs ?? [])],
    overtakable: sum.overtakable === true || next.overtakable === true,
    why: { ...sum.why, ...next.why },
  };
}
