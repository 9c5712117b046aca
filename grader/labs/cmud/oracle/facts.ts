import { groupBy } from "../../../base/group_by.js";
import type {
  FaultRecord,
  HandledRecord,
  History,
  HistoryRecord,
  TellRecord,
} from "../../../history/history.js";
import type { QueryRecord } from "../steps/index.js";
import type { ActorName } from "../../../history/scenario.js";
import { ActorNames } from "../reading/actor_names.js";
import { byValue } from "../reading/by_value.js";
import { limitBetween, limitsOf, type Limits } from "../reading/limits.js";
import { PutOrder } from "../reading/put_order.js";
import { ServerLives } from "../reading/server_lives.js";
import { serverOf } from "../../../history/scenario.js";
import { at } from "../reading/words.js";
import {
  eachShown,
  ofType,
  puts,
  queries,
  tells,
  type PutRecord,
  type Span,
} from "../reading/views.js";

/** An answered Get or List. */
export type ReadRecord = QueryRecord & {
  readonly at: ActorName;
  readonly outcome: { readonly ok: true };
};

/** What a read showed for one of the keys that it covers. */
export interface Shown {
  readonly read: ReadRecord;
  readonly actor: ActorName;
  readonly key: string;
  /** Null if the key was not there. */
  readonly value: string | null;
  /** All Puts of the key, in the order in which they were begun. */
  readonly puts: readonly PutRecord[];
}

/** What a caller knows about a run beyond its history. */
export interface FactOptions {
  /**
   * The time, in milliseconds, after which messages are unrelated to servers that start. Default: when the remote
   * visibility limit has passed since the last start.
   */
  readonly steadyFromMs?: number;
  /** Whether the Puts of one client to one actor arrive in the order of its calls. Default false. */
  readonly pipelined?: boolean;
}

/** The facts of a history, indexed for queries. */
export class Facts {
  readonly history: History;
  readonly limits: Limits;
  readonly lives: ServerLives;
  /** All Puts on query actors, by key, in the order in which they were called. */
  readonly putsByKey: ReadonlyMap<string, readonly PutRecord[]>;
  /** The keys that were also put by calls to an unknown query actor; nothing can be said about them. */
  readonly vagueKeys: ReadonlySet<string>;
  /** The answered reads, in the order in which they were called. */
  readonly reads: readonly ReadRecord[];
  readonly tells: readonly TellRecord[];
  readonly handledByValue: ReadonlyMap<string, readonly HandledRecord[]>;
  /** The faults that the simulation applied to messages, by the values in them. */
  readonly faultsByValue: ReadonlyMap<string, readonly FaultRecord[]>;
  /** When servers start or have just started: all but the first, which gets no state from others. */
  readonly starts: readonly Span[];
  /** The time, in milliseconds, after which no Put is still on its way. */
  readonly quietFromMs: number;
  /** Whether the history contains which messages were handled. */
  readonly detailed: boolean;
  /** Whether the history is complete: the run reached its end, and no record was dropped. */
  readonly complete: boolean;
  readonly #options: FactOptions;
  readonly #putsByValue: ReadonlyMap<string, readonly QueryRecord[]>;
  #order: PutOrder | undefined;
  #tellsByValue: ReadonlyMap<string, readonly TellRecord[]> | undefined;
  #names: ActorNames | undefined;
  #shown: readonly Shown[] | undefined;
  #steadyTells: readonly TellRecord[] | undefined;

  constructor(history: History, options: FactOptions = {}) {
    this.history = history;
    this.#options = options;
    this.limits = limitsOf(history);
    this.lives = new ServerLives(history);
    const all = queries(history);
    this.putsByKey = groupBy(puts(history), (put) => put.key);
    this.vagueKeys = new Set(
      all.flatMap(({ method, at, key }) =>
        method === "put" && at === undefined ? (key ?? []) : [],
      ),
    );
    this.reads = all.filter(
      (query): query is ReadRecord =>
        query.method !== "put" && query.outcome.ok && query.at !== undefined,
    );
    this.tells = tells(history);
    const handled = ofType<HandledRecord>(history, "handled");
    this.handledByValue = byValue(handled);
    this.faultsByValue = byValue(ofType<FaultRecord>(history, "fault").filter(hasValues));
    this.detailed = handled.length > 0;
    this.complete = history.end.how === "done" && (history.droppedRecords ?? 0) === 0;
    this.#putsByValue = groupBy(
      all.filter(({ method }) => method === "put"),
      ({ value }) => value ?? "",
    );
    this.starts = this.lives.all.slice(1).map(({ startingMs, startedMs, endedMs }) => {
      const toMs = Math.min(startedMs, endedMs) + this.limits.remoteVisibilityMs;
      return { fromMs: startingMs, toMs };
    });
    this.quietFromMs = this.#quietFrom();
  }

  /** Which Puts are clearly later than others. */
  get order(): PutOrder {
    return (this.#order ??= new PutOrder(this.history, this.#options.pipelined));
  }

  get tellsByValue(): ReadonlyMap<string, readonly TellRecord[]> {
    return (this.#tellsByValue ??= byValue(this.tells));
  }

  /**
   * What the reads showed, in their order, for each key that they cover: null for a key that was put and is not there, and
   * also what nobody put. Left out are reads before the first Put of a key, keys about which nothing can be said, and keys
   * with which nothing is wrong, because every read showed the same Put, which may win.
   */
  get shown(): readonly Shown[] {
    return (this.#shown ??= this.#allShown());
  }

  #allShown(): Shown[] {
    const all: Shown[] = [];
    const agreed = this.#agreedKeys();
    this.#eachRow((read, key, value) => {
      if (agreed.has(key)) return;
      all.push({ read, actor: read.at, key, value, puts: this.putsByKey.get(key) ?? [] });
    });
    return all;
  }

  /** The keys of which every read showed the same Put, which may win: all, in most runs of a correct program. */
  #agreedKeys(): ReadonlySet<string> {
    const firsts = new Map<string, { readonly read: ReadRecord; readonly value: string | null }>();
    const disputed = new Set<string>();
    this.#eachRow((read, key, value) => {
      const first = firsts.get(key);
      if (first === undefined) firsts.set(key, { read, value });
      else if (first.value !== value) disputed.add(key);
    });
    const agreed = [...firsts].filter(([key, { read, value }]) => {
      if (disputed.has(key)) return false;
      const puts = this.putsByKey.get(key) ?? [];
      const put = puts.find((one) => one.value === value && one.startMs <= read.startMs);
      return put !== undefined && !puts.some((other) => this.order.isClearlyLater(other, put));
    });
    return new Set(agreed.map(([key]) => key));
  }

  #eachRow(take: (read: ReadRecord, key: string, value: string | null) => void): void {
    for (const read of this.reads) {
      eachShown(read, this.putsByKey, (key, value) => {
        const isEarly = value === null && read.endMs < (this.putsByKey.get(key)?.[0]?.startMs ?? 0);
        if (!isEarly && !this.vagueKeys.has(key)) take(read, key, value);
      });
    }
  }

  /** Which actor is which. */
  get names(): ActorNames {
    return (this.#names ??= new ActorNames(this.history, this.order));
  }

  /** Whether exactly one Put had this value, so that an actor that shows it shows that Put. */
  isUnique(value: string): boolean {
    return this.putsOf(value).length === 1;
  }

  /** All Puts of a value, for any key. */
  putsOf(value: string): readonly QueryRecord[] {
    return this.#putsByValue.get(value) ?? [];
  }

  /** The uid of the actor that received the Put of a value; undefined if it is not known or there were several. */
  takerOf(value: string): string | undefined {
    const [put, ...others] = this.putsOf(value);
    if (put?.at === undefined || others.length > 0) return undefined;
    return this.names.uidOf(put.at);
  }

  /** The messages that may contain a Put: those that were sent after its call. */
  sentAfter({ startMs }: PutRecord): readonly TellRecord[] {
    return this.tells.filter(({ atMs }) => atMs >= startMs);
  }

  /** Whether a value may be that of a Put that was still in progress when the run ended, and so has no record. */
  mayBeUnderWay(value: string): boolean {
    const seen = this.tellsByValue.has(value) || this.handledByValue.has(value);
    return seen && this.putsOf(value).length === 0;
  }

  /**
   * Whether servers are starting at a time, or have just started: then they may be sent state faster than otherwise,
   * and more than once.
   */
  isStarting(ms: number): boolean {
    const { steadyFromMs } = this.#options;
    if (steadyFromMs !== undefined) return ms < steadyFromMs;
    return this.starts.some(({ fromMs, toMs }) => ms >= fromMs && ms < toMs);
  }

  /** The messages that are unrelated to servers that start: none is starting, and the message carries no old state. */
  get steadyTells(): readonly TellRecord[] {
    return (this.#steadyTells ??= this.tells.filter(
      (tell) => !this.isStarting(tell.atMs) && !this.#hasOldState(tell),
    ));
  }

  /** The sorted indexes of records in the history; records that are not in it are left out. */
  indexesOf(records: readonly (HistoryRecord | undefined)[]): number[] {
    const indexes = records.map((record) =>
      record === undefined ? -1 : this.history.records.indexOf(record),
    );
    return [...new Set(indexes)].filter((index) => index >= 0).sort((a, b) => a - b);
  }

  /** When a Put was made, as exactly as is known, in milliseconds. */
  takenMs(put: PutRecord): number {
    return this.order.takenWith(put)?.atMs ?? put.endMs;
  }

  /** When an actor handled a Put, or else when it acknowledged it: `received at 20 ms`. */
  takenInWords(put: PutRecord, it = ""): string {
    const took = this.order.takenWith(put) === undefined ? "acknowledged" : "received";
    return [took, it, "at", at(this.takenMs(put))].filter((word) => word !== "").join(" ");
  }

  /** The Puts of its key that an actor must know when a read of it begins. */
  dueFor({ puts, read }: Shown): readonly PutRecord[] {
    return puts.filter((put) => this.isDue(put, read));
  }

  /** Whether an actor may show a value, or none, given the Puts that are due, or those of some actors among them. */
  isAllowed({ value, puts, read }: Shown, counts = (_: PutRecord): boolean => true): boolean {
    const isDue = (put: PutRecord): boolean => counts(put) && this.isDue(put, read);
    if (value === null) return !puts.some(isDue);
    // Few Puts are later than what is shown, so that is examined first.
    const isReplaced = (put: PutRecord): boolean =>
      puts.some((other) => this.order.isClearlyLater(other, put) && isDue(other));
    return puts.some((put) => put.value === value && !isReplaced(put));
  }

  /**
   * Whether a read must show a Put, or one that wins against it: its limit has passed. This is never required of a failed
   * Put, or if its server ended before the Put had to be elsewhere.
   */
  isDue(put: PutRecord, read: ReadRecord): boolean {
    const { startMs } = read;
    if (!put.outcome.ok || put.endMs > startMs) return false;
    if (startMs >= this.quietFromMs && this.lives.endless) return true;
    const readerLife = this.lives.at(serverOf(read.at), startMs);
    const [from, to] = [serverOf(put.at), readerLife.server];
    const putLife = this.lives.at(from, put.startMs);
    // Also while the server starts: what it acknowledges then counts like any other Put.
    if (put.at === read.at && putLife === readerLife) return true;
    if (from === to && putLife !== readerLife && readerLife.startedMs !== -Infinity) return false;
    const limitMs = limitBetween(put.at, read.at, this.limits);
    const begunMs = Math.max(put.endMs, readerLife.startedMs, putLife.startedMs);
    const reunitedMs = this.lives.reunitedMs(from, to, put.startMs, begunMs + limitMs);
    const dueMs = Math.max(begunMs, reunitedMs) + limitMs;
    return dueMs <= startMs && (from === to || putLife.endedMs >= dueMs);
  }

  /** Whether a message carries old state: it contains a Put that is older than a running server. */
  #hasOldState({ values, atMs }: TellRecord): boolean {
    const newestMs = Math.max(
      ...this.lives.all.map(({ startedMs }) => (startedMs <= atMs ? startedMs : -Infinity)),
    );
    return values.some((value) => (this.putsOf(value)[0]?.startMs ?? Infinity) < newestMs);
  }

  #quietFrom(): number {
    let lastMs = this.lives.healedMs;
    const servers = new Set(this.reads.map((read) => serverOf(read.at)));
    for (const put of [...this.putsByKey.values()].flat()) {
      servers.add(serverOf(put.at));
      lastMs = Math.max(lastMs, put.endMs);
    }
    for (const { startedMs } of this.lives.all) {
      if (Number.isFinite(startedMs)) lastMs = Math.max(lastMs, startedMs);
    }
    const { localVisibilityMs, remoteVisibilityMs } = this.limits;
    return lastMs + (servers.size > 1 ? remoteVisibilityMs : localVisibilityMs);
  }
}

/** Whether a read showed a value that nobody put for that key. */
export function isUnknown({ value, puts }: Shown): boolean {
  return value !== null && !puts.some((put) => put.value === value);
}

function hasValues(
  fault: FaultRecord,
): fault is FaultRecord & { readonly values: readonly string[] } {
  return fault.values !== undefined;
}
