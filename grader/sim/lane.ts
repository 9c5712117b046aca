import type { EventKind } from "./event_queue.js";
import type { Mishap, Packet, Verdict } from "./faults/packet_rule.js";
import { hostInWords, serverOfHost } from "./faults/host_names.js";
import type { SimHost } from "./sim_host.js";
import type { World } from "./world.js";

/** What a lane is made of. */
export interface LaneOptions {
  readonly from: SimHost;
  readonly to: SimHost;
  readonly via: Packet["via"];
  /** How long something takes, in whole microseconds; asked anew for everything that goes in. */
  readonly usualUs: () => number;
}

const kinds = { link: "text on a link", port: "text between threads" } as const satisfies Record<
  Packet["via"],
  EventKind
>;

/** A text that may be overtaken. */
interface Straggler {
  readonly dueUs: number;
  overtaken: boolean;
}

/**
 * A one-way lane to a host. What goes in first comes out first, also when the delay shrinks meanwhile, unless a rule of
 * the world's traffic says otherwise. What arrives, arrives as an event of the host at the other end.
 */
export class Lane {
  readonly #world: World;
  readonly #options: LaneOptions;
  /** When the last one is due that keeps to the order. */
  #lastUs = 0;
  /** When the last one of all is due. */
  #latestUs = 0;
  readonly #stragglers = new Set<Straggler>();

  constructor(world: World, options: LaneOptions) {
    this.#world = world;
    this.#options = options;
  }

  /** Carries a text: `arrive` runs when it is there; never, or more than once, if a rule says so. */
  send(text: string, arrive: () => void): void {
    const { traffic } = this.#world;
    const number = traffic.nextNumber();
    // Drawn in any case, so that rules change nothing for what they do not concern.
    const usualUs = this.#options.usualUs();
    if (traffic.usual) {
      this.#scheduleInOrder(this.#world.nowUs + usualUs, arrive);
    } else {
      this.#sendByRules(this.#packet("text", usualUs, text, number), arrive);
    }
  }

  /** Brings news of what uses the lane, such as its end, behind everything else. */
  signal(arrive: () => void): void {
    const usualUs = this.#options.usualUs();
    const { traffic, nowUs } = this.#world;
    const delayMs = traffic.usual
      ? 0
      : (traffic.judge(this.#packet("signal", usualUs)).delayMs ?? 0);
    this.#scheduleInOrder(Math.max(this.#latestUs, nowUs + usualUs + toUs(delayMs)), arrive);
  }

  #sendByRules(packet: Packet, arrive: () => void): void {
    const { traffic } = this.#world;
    const verdict = traffic.judge(packet);
    if (verdict.drop === true) {
      this.#report("dropped", "was lost", packet, verdict);
      return;
    }
    const dueUs = toUs(packet.dueMs + (verdict.delayMs ?? 0));
    if (verdict.overtakable === true) this.#scheduleStraggler(dueUs, packet, verdict, arrive);
    else this.#scheduleInOrder(dueUs, arrive);
    for (const afterMs of verdict.copiesAfterMs ?? []) {
      const copy: Packet = { ...packet, what: "copy", dueMs: dueUs / 1_000 + afterMs };
      const copyUs = toUs(copy.dueMs + (traffic.judge(copy).delayMs ?? 0));
      this.#schedule(copyUs, () => {
        this.#report("duplicated", "arrived once more", packet, verdict);
        arrive();
      });
    }
  }

  #scheduleInOrder(dueUs: number, arrive: () => void): void {
    this.#lastUs = Math.max(this.#lastUs, dueUs);
    this.#schedule(this.#lastUs, arrive);
  }

  #scheduleStraggler(dueUs: number, packet: Packet, verdict: Verdict, arrive: () => void): void {
    const straggler: Straggler = { dueUs: Math.max(this.#lastUs, dueUs), overtaken: false };
    this.#schedule(straggler.dueUs, () => {
      this.#stragglers.delete(straggler);
      if (straggler.overtaken) this.#report("reordered", "was overtaken", packet, verdict);
      arrive();
    });
    this.#stragglers.add(straggler);
  }

  #schedule(dueUs: number, arrive: () => void): void {
    for (const straggler of this.#stragglers) {
      straggler.overtaken ||= dueUs < straggler.dueUs;
    }
    this.#latestUs = Math.max(this.#latestUs, dueUs);
    const { to, via } = this.#options;
    this.#world.scheduleAt(dueUs, to, kinds[via], arrive, this);
  }

  #packet(what: Packet["what"], usualUs: number, text = "", number = 0): Packet {
    const { from, to, via } = this.#options;
    const { nowUs, traffic } = this.#world;
    const sentMs = nowUs / 1_000;
    const packet = { from: from.name, to: to.name, via, what, number, text, sentMs };
    const dueUs = nowUs + usualUs;
    const wantedUs = traffic.wantedUs({ ...packet, dueMs: dueUs / 1_000 });
    return { ...packet, dueMs: (wantedUs === undefined ? dueUs : nowUs + wantedUs) / 1_000 };
  }

  #report(what: Mishap, happened: string, { from, to, text }: Packet, { why }: Verdict): void {
    const servers = [serverOfHost(from), serverOfHost(to)].filter((name) => name !== undefined);
    this.#world.reportFault(from, {
      what,
      text: `a text from ${hostInWords(from)} to ${hostInWords(to)} ${happened} (${why?.[what] ?? "a rule"})`,
      servers: [...new Set(servers)],
      packet: text,
    });
  }
}

function toUs(ms: number): number {
  return Math.round(ms * 1_000);
}
