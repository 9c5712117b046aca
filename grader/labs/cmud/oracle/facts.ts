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
import { byValue, groupBy } from "../reading/groups.js";
import { limitBetween, limitsOf, type Limits } from "../reading/limits.js";
import { PutOrder } from "../reading/put_order.js";
import { ServerLives } from "../reading/server_lives.js";
import { serverOf } from "../../../history/scenario.js";
import { ofType, puts, queries, tells, type PutRecord, type Span } from "../reading/views.js";

/** A Get or List that was answered. */
export type ReadRecord = QueryRecord & {
  readonly at: ActorName;
  readonly outcome: { readonly ok: true };
};

/** What a caller knows about a run that its history does not say. */
export interface FactOptions {
  /**
   * From when on messages have nothing to do with servers that start, in milliseconds. Default: when the remote
   * visibility limit has passed since the last start.
   */
  readonly steadyFromMs?: number;
  /** Whether the Puts of one client to one actor arrive in the order of its calls. Default false. */
  readonly pipelined?: boolean;
}

/** A history, put in order for questions about it. */
export class Facts {
  readonly history: History;
  readonly limits: Limits;
  readonly order: PutOrder;
  readonly lives: ServerLives;
  /** All Puts on query actors, by key, in the order in which they were begun. */
  readonly putsByKey: ReadonlyMap<string, readonly PutRecord[]>;
  /** The keys that were also put by calls of which the query actor is not known; nothing can be said about them. */
  readonly vagueKeys: ReadonlySet<string>;
  /** The answered reads, in the order in which they were begun. */
  readonly reads: readonly ReadRecord[];
  readonly tells: readonly TellRecord[];
  readonly tellsByValue: ReadonlyMap<string, readonly TellRecord[]>;
  readonly handledByValue: ReadonlyMap<string, readonly HandledRecord[]>;
  /** What the simulated world did to messages, by the values in them. */
  readonly faultsByValue: ReadonlyMap<string, readonly FaultRecord[]>;
  /** When servers start, or have just started: all but the first, which has nobody to get state from. */
  readonly starts: readonly Span[];
  /** From when on nothing is under way any more, in milliseconds. */
  readonly quietFromMs: number;
  /** Whether the history tells which messages were handled. */
  readonly detailed: boolean;
  /** Whether all that happened is in the history: the run came to its end, and no record was left out. */
  readonly complete: boolean;
  readonly #steadyFromMs: number | undefined;
  readonly #putsByValue: ReadonlyMap<string, readonly QueryRecord[]>;
  #names: ActorNames | undefined;

  constructor(history: History, options: FactOptions = {}) {
    this.history = history;
    this.limits = limitsOf(history);
    this.order = new PutOrder(history, options.pipelined);
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
    this.tellsByValue = byValue(this.tells);
    const handled = ofType<HandledRecord>(history, "handled");
    this.handledByValue = byValue(handled);
    this.faultsByValue = byValue(ofType<FaultRecord>(history, "fault").filter(hasValues));
    this.detailed = handled.length > 0;
    this.complete = history.end.how === "done" && (history.droppedRecords ?? 0) === 0;
    this.#steadyFromMs = options.steadyFromMs;
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

  /** Which actor is which. */
  get names(): ActorNames {
    return (this.#names ??= new ActorNames(this.history, this.order));
  }

  /** Whether exactly one Put had this value, so that who shows it, shows that Put. */
  isUnique(value: string): boolean {
    return this.putsOf(value).length === 1;
  }

  /** All Puts of a value, of whatever key. */
  putsOf(value: string): readonly QueryRecord[] {
    return this.#putsByValue.get(value) ?? [];
  }

  /** The uid of the actor that took the Put of a value; undefined when it is not known, or there were several. */
  takerOf(value: string): string | undefined {
    const [put, ...others] = this.putsOf(value);
    if (put?.at === undefined || others.length > 0) return undefined;
    return this.names.uidOf(put.at);
  }

  /** The messages that may have a Put in them: those that were sent when it was under way, or later. */
  sentAfter({ startMs }: PutRecord): readonly TellRecord[] {
    return this.tells.filter(({ atMs }) => atMs >= startMs);
  }

  /** Whether a value is that of a Put which had not ended yet when the run did, and so has no record. */
  mayBeUnderWay(value: string): boolean {
    const seen = this.tellsByValue.has(value) || this.handledByValue.has(value);
    return seen && this.putsOf(value).length === 0;
  }

  /**
   * Whether servers start at a time, or have just started: then state may travel to them faster than otherwise, and more
   * than once.
   */
  isStarting(ms: number): boolean {
    if (this.#steadyFromMs !== undefined) return ms < this.#steadyFromMs;
    return this.starts.some(({ fromMs, toMs }) => ms >= fromMs && ms < toMs);
  }

  /** Whether a message has nothing to do with servers that start: none does, and nobody is brought old state. */
  isSteady(tell: TellRecord): boolean {
    return !this.isStarting(tell.atMs) && !this.#hasOldState(tell);
  }

  /** Where records are in the history, in its order; those that are not in it are left out. */
  indexesOf(records: readonly (HistoryRecord | undefined)[]): number[] {
    const indexes = records.map((record) =>
      record === undefined ? -1 : this.history.records.indexOf(record),
    );
    return [...new Set(indexes)].filter((index) => index >= 0).sort((a, b) => a - b);
  }

  /** When a Put was made, as exactly as it is known, in milliseconds. */
  takenMs(put: PutRecord): number {
    return this.order.takenWith(put)?.atMs ?? put.endMs;
  }

  /**
   * From when on reads of an actor have to show a Put or one that wins against it, in milliseconds; Infinity when that
   * cannot be asked: of a Put that failed, or whose server was gone before it had to be elsewhere.
   *
   * @param readMs when the actor is read; it is the life of its server then that counts.
   */
  dueMs(put: PutRecord, reader: ActorName, readMs: number): number {
    if (!put.outcome.ok) return Infinity;
    const [from, to] = [serverOf(put.at), serverOf(reader)];
    const putLife = this.lives.at(from, put.startMs);
    const readerLife = this.lives.at(to, readMs);
    if (from === to && putLife !== readerLife && readerLife.startedMs !== -Infinity)
      return Infinity;
    const limitMs = limitBetween(put.at, reader, this.limits);
    const begunMs = Math.max(put.endMs, readerLife.startedMs, putLife.startedMs);
    const reunitedMs = this.lives.reunitedMs(from, to, put.startMs, begunMs + limitMs);
    const dueMs = Math.max(begunMs, reunitedMs) + limitMs;
    if (putLife.endedMs < dueMs && from !== to) return Infinity;
    return dueMs;
  }

  /** Whether a value may be what an actor shows of a key, for all Puts that it has to show by then. */
  isAllowed(shown: string | null, all: readonly PutRecord[], due: readonly PutRecord[]): boolean {
    if (shown === null) return due.length === 0;
    return all.some(
      (put) => put.value === shown && !due.some((other) => this.order.isClearlyLater(other, put)),
    );
  }

  /** Whether a value is one of the key's, as far as Puts are known. */
  isKnown(shown: string | null, all: readonly PutRecord[]): boolean {
    return shown === null || all.some((put) => put.value === shown);
  }

  /** Whether a message brings somebody old state: it has a Put in it that is older than a server of the run. */
  #hasOldState({ values, atMs }: TellRecord): boolean {
    return values.some((value) =>
      this.putsOf(value).some((put) =>
        this.lives.all.some(({ startedMs }) => put.startMs < startedMs && startedMs <= atMs),
      ),
    );
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

function hasValues(
  fault: FaultRecord,
): fault is FaultRecord & { readonly values: readonly string[] } {
  return fault.values !== undefined;
}
