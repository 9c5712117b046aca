import { groupBy } from "../../../grader/base/group_by.js";
import { Random } from "../../../grader/sim/random.js";
import type { ActorContext } from "#solution/actor/actor.js";
import { uid, type ActorRef } from "#solution/actor/actor_ref.js";
import type { ListResult } from "#solution/kvcommon/query_service.js";
import type { QueryMessage, ServerDesc } from "#solution/kvserver/messages.js";
import { QueryActor } from "#solution/kvserver/query_actor.js";

/** What happens in a {@link SyncWorld}. */
export interface SyncRun {
  readonly servers: number;
  readonly joinEveryMs: number;
  readonly puts: number;
  readonly keys: number;
  /** Puts happen at random times within so many milliseconds. */
  readonly withinMs: number;
}

interface Told {
  readonly atMs: number;
  readonly from: string;
  readonly to: string;
  readonly message: QueryMessage;
}

/** The query actor of a server, and the place that its messages are told to. */
interface Resident {
  readonly ref: ActorRef<QueryMessage>;
  actor: QueryActor;
}

const maxHopMs = 250;

/** Query actors without threads or network: messages take a random time, in order for each sender and receiver. */
export class SyncWorld {
  /** When an actor last told another one something. */
  lastTellMs = 0;
  #nowMs = 1_000_000;
  #events: { readonly dueMs: number; readonly number: number; readonly run: () => void }[] = [];
  #number = 0;
  readonly #random: Random;
  readonly #servers: Resident[][] = [];
  readonly #lastArrivalMs = new Map<string, number>();
  readonly #told: Told[] = [];
  readonly #keys = new Set<string>();
  /** What was told to code outside of the actors last. */
  #reply: unknown;
  #onMet: () => void = () => undefined;

  constructor(seed: number) {
    this.#random = new Random(seed, "sync world");
  }

  /** How many keys were put. */
  get keysPut(): number {
    return this.#keys.size;
  }

  /** Has servers join and clients put at random actors, and waits until nothing happens any more. */
  run({ servers, joinEveryMs, puts, keys, withinMs }: SyncRun): void {
    const joinNext = (left: number): void => {
      if (left === 0) return;
      this.#join(this.#servers.length, () => {
        this.#after(joinEveryMs, () => {
          joinNext(left - 1);
        });
      });
    };
    joinNext(servers);
    for (let i = 0; i < puts; i++) {
      this.#after(1 + this.#random.fraction() * withinMs, () => {
        this.#put(`key ${this.#random.within([1, keys])}`, `value ${i}`);
      });
    }
    const startMs = this.#nowMs;
    this.#runEvents();
    this.lastTellMs = Math.max(0, ...this.#told.map(({ atMs }) => atMs)) - startMs;
  }

  /** Starts a server again, which has forgotten everything, once nothing happens any more. */
  restart(server: number): void {
    this.#join(server, () => undefined);
    this.#runEvents();
    this.#told.length = 0;
  }

  /** What every actor lists, as text. */
  lists(): string[] {
    return this.#servers.flat().map(({ actor }) => {
      const replyTo = { address: "test", id: -1 };
      actor.onMessage({ type: "list", prefix: "", replyTo });
      return JSON.stringify((this.#reply as ListResult).entries);
    });
  }

  /** The Puts that were sent more than once from other servers to one. */
  sentTwice(): string[] {
    const seen = new Set<string>();
    const twice: string[] = [];
    for (const { from, to, message } of this.#told) {
      if (message.type !== "sync" || serverIn(from) === serverIn(to)) continue;
      for (const [key, , ms, seq, origin] of message.entries) {
        const sent = `${key} of ${ms} ${seq} ${message.origins[origin]} to ${serverIn(to)}`;
        if (seen.has(sent)) twice.push(sent);
        seen.add(sent);
      }
    }
    return twice;
  }

  /** The most messages from one actor to another in any second. */
  mostInASecond(): number {
    const pairs = groupBy(this.#told, ({ from, to }) => `${from} ${to}`);
    const counts = [...pairs.values()].flatMap((told) =>
      told.map(
        ({ atMs: fromMs }) =>
          told.filter(({ atMs }) => atMs >= fromMs && atMs < fromMs + 1_000).length,
      ),
    );
    return Math.max(0, ...counts);
  }

  /** Starts a server; `then` is called when `Server.start` would be done. */
  #join(index: number, then: () => void): void {
    const count = this.#random.within([1, 3]);
    const residents = Array.from({ length: this.#servers[index]?.length ?? count }, (_, i) => {
      const ref: ActorRef<QueryMessage> = { address: `s${index}:1`, id: i + 1 };
      return { ref, actor: new QueryActor(this.#contextOf(ref)) };
    });
    const others = this.#servers.filter((_, i) => i !== index).map(descOf);
    this.#servers[index] = residents;
    const server = descOf(residents);
    let unmet = residents.length;
    this.#onMet = () => {
      unmet--;
      if (unmet === 0) then();
    };
    residents.forEach(({ ref }, i) => {
      const replyTo = { address: "starter", id: -1 };
      this.#send("outside", ref, { type: "meet", index: i, server, others, replyTo });
    });
  }

  #put(key: string, value: string): void {
    const actors = this.#servers.flat();
    const chosen = actors[this.#random.within([0, actors.length - 1])];
    this.#keys.add(key);
    chosen?.actor.onMessage({ type: "put", key, value, replyTo: { address: "test", id: -1 } });
  }

  #contextOf(self: ActorRef<QueryMessage>): ActorContext<QueryMessage> {
    return {
      self,
      tell: (ref, message) => {
        if (ref.address === "starter") {
          this.#after(this.#random.fraction() * maxHopMs, this.#onMet);
        } else if (ref.id < 0) {
          this.#reply = message;
        } else {
          const toldMessage = message as QueryMessage;
          this.#told.push({
            atMs: this.#nowMs,
            from: uid(self),
            to: uid(ref),
            message: toldMessage,
          });
          this.#send(uid(self), ref, toldMessage);
        }
      },
      tellAfter: (ref, message, delayMs) => {
        this.#after(delayMs + this.#random.fraction() * 3, () => {
          this.#send(uid(self), ref, message as QueryMessage);
        });
        return () => undefined;
      },
      // Query actors live alone, and as long as their server.
      tellEvery: () => () => undefined,
      startChild: () => self as never,
      stop: () => undefined,
      watch: () => undefined,
      unwatch: () => undefined,
      isLocal: ({ address }) => address === self.address,
      now: () => Math.floor(this.#nowMs),
      log: () => undefined,
    };
  }

  #send(from: string, to: ActorRef<never>, message: QueryMessage): void {
    const text = JSON.stringify(message);
    const pair = `${from} ${uid(to)}`;
    const hopMs = from === uid(to) ? 0 : this.#random.fraction() * maxHopMs;
    const arrivalMs = Math.max(this.#nowMs + hopMs, this.#lastArrivalMs.get(pair) ?? 0);
    this.#lastArrivalMs.set(pair, arrivalMs);
    this.#after(arrivalMs - this.#nowMs, () => {
      const residents = this.#servers.flat();
      const receiver = residents.find(({ ref }) => uid(ref) === uid(to));
      receiver?.actor.onMessage(JSON.parse(text) as QueryMessage);
    });
  }

  #after(delayMs: number, run: () => void): void {
    this.#events.push({ dueMs: this.#nowMs + delayMs, number: this.#number++, run });
  }

  #runEvents(): void {
    while (this.#events.length > 0) {
      const next = this.#events.reduce((a, b) =>
        b.dueMs < a.dueMs || (b.dueMs === a.dueMs && b.number < a.number) ? b : a,
      );
      this.#events = this.#events.filter((event) => event !== next);
      this.#nowMs = next.dueMs;
      next.run();
    }
  }
}

function descOf(residents: readonly Resident[]): ServerDesc {
  return { actors: residents.map(({ ref }) => ref) };
}

function serverIn(actorUid: string): string {
  return actorUid.slice(0, actorUid.indexOf(":"));
}
