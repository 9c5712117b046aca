import { combine, type Packet, type PacketRule, type Verdict } from "./faults/packet_rule.js";

/**
 * Sets how long a text takes, in whole microseconds, in the place of what latency and timing say; undefined leaves it as
 * it is. `n` counts all texts of a run, on links and on ports between threads, from 1. Texts on one way stay in order.
 */
export type Delivery = (packet: Packet, n: number) => number | undefined;

/** The rules for what is on its way between hosts. They can come and go while a simulation runs. */
export class Traffic {
  readonly #delivery: Delivery | undefined;
  #rules: readonly PacketRule[] = [];
  #judge: PacketRule = combine([]);
  #textCount = 0;

  constructor(delivery: Delivery | undefined) {
    this.#delivery = delivery;
  }

  /** Whether everything goes its usual way. */
  get usual(): boolean {
    return this.#rules.length === 0 && this.#delivery === undefined;
  }

  /** Adds a rule behind those that are there, for everything that is sent from now on; returns what takes it away. */
  add(rule: PacketRule): () => void {
    // A function of its own, so that a rule that was added twice is taken away once.
    const added: PacketRule = (packet) => rule(packet);
    this.#set([...this.#rules, added]);
    return () => {
      this.#set(this.#rules.filter((other) => other !== added));
    };
  }

  /** Counts a text, and returns its number. */
  nextNumber(): number {
    return ++this.#textCount;
  }

  /** How long a text is to take, if somebody wants to say so, in microseconds; see {@link Delivery}. */
  wantedUs(packet: Packet): number | undefined {
    return packet.what === "text" ? this.#delivery?.(packet, packet.number) : undefined;
  }

  /** What the rules say of a packet. */
  judge(packet: Packet): Verdict {
    return this.#judge(packet);
  }

  #set(rules: readonly PacketRule[]): void {
    this.#rules = rules;
    this.#judge = combine(rules);
  }
}
