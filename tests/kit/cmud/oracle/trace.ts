import type {
  FaultRecord,
  HandledRecord,
  History,
  HistoryRecord,
  ServerRecord,
  TellRecord,
} from "../../../../grader/history/history.js";
import type { QueryRecord } from "../../../../grader/labs/cmud/steps/index.js";

/** How far a time in a text may be from the record's, in milliseconds: it is rounded to a tenth. */
const roundingMs = 0.051;

/** The records of a run of the reference solution or of an edited one, which starts query actors first and in order. */
export class Trace {
  readonly tells: readonly TellRecord[];
  readonly #handled: readonly HandledRecord[];
  readonly #queries: readonly QueryRecord[];
  readonly #servers: readonly ServerRecord[];
  readonly #faults: readonly FaultRecord[];

  constructor(history: History) {
    const ofType = <R extends HistoryRecord>(type: R["type"]): R[] =>
      history.records.filter((record): record is R => record.type === type);
    this.tells = ofType<TellRecord>("tell");
    this.#handled = ofType<HandledRecord>("handled");
    this.#queries = ofType<QueryRecord>("query");
    this.#servers = ofType<ServerRecord>("server");
    this.#faults = ofType<FaultRecord>("fault");
  }

  get isDetailed(): boolean {
    return this.#handled.length > 0;
  }

  /** The Puts of a value: on an actor, for a key. */
  puts(actor: string | undefined, value: string, key?: string): QueryRecord[] {
    return this.#queries.filter(
      (query) =>
        query.method === "put" &&
        query.value === value &&
        (actor === undefined || query.at === actor) &&
        (key === undefined || query.key === key),
    );
  }

  keysOf(value: string): string[] {
    return this.puts(undefined, value).map(({ key }) => key ?? "");
  }

  /** The actor on which a value was put for a key. */
  whoTook(value: string, key: string): string {
    return this.puts(undefined, value, key)[0]?.at ?? "";
  }

  /** Whether an actor handled the message with a Put at a time (`received`), or acknowledged the Put then. */
  took(actor: string, how: string | undefined, value: string, atMs: number): boolean {
    const puts = this.puts(actor, value);
    if (how === "acknowledged") return puts.some(({ endMs }) => isNear(endMs, atMs));
    return (
      puts.some(({ startMs }) => startMs <= atMs + roundingMs) &&
      this.handled(actor, value).some((time) => isNear(time, atMs))
    );
  }

  /** When an actor handled messages with a value. */
  handled(actor: string, value: string): number[] {
    return this.#handled
      .filter(
        (record) => record.values.includes(value) && this.#is(record.server, record.actor, actor),
      )
      .map(({ atMs }) => atMs);
  }

  /** The values in the messages that an actor handled at a time. */
  arrivals(actor: string, atMs: string | undefined): string[] {
    return this.#handled
      .filter(
        (record) =>
          this.#is(record.server, record.actor, actor) && isNear(record.atMs, Number(atMs)),
      )
      .flatMap(({ values }) => values);
  }

  /** The messages between actors with a value. */
  carriers(value: string): TellRecord[] {
    return this.tells.filter((tell) => tell.values.includes(value));
  }

  sent(from: string, to: string, value: string, atMs: number): boolean {
    return this.carriers(value).some(
      (tell) => this.isFrom(tell, from) && this.isTo(tell, to) && isNear(tell.atMs, atMs),
    );
  }

  /** The messages from one actor to another from a time on, before another one. */
  between(from: string, to: string, fromMs: number, toMs: number): TellRecord[] {
    return this.tells.filter(
      (tell) =>
        this.isFrom(tell, from) && this.isTo(tell, to) && tell.atMs >= fromMs && tell.atMs < toMs,
    );
  }

  isFrom(tell: TellRecord, actor: string): boolean {
    return this.#is(tell.server, tell.from, actor);
  }

  /** Whether a message goes to an actor, or to any actor of a server. */
  isTo(tell: TellRecord, place: string): boolean {
    return tell.toServer === place || this.#is(tell.toServer, tell.to, place);
  }

  /** Whether a read of an actor that began at a time showed a value for a key; null if it did not show the key. */
  showed(actor: string, key: string, value: string | null, atMs: number): boolean {
    return this.#reads(actor, key).some(
      (read) => isNear(read.startMs, atMs) && shownIn(read, key) === value,
    );
  }

  /** Whether a read of an actor that ended at a time showed a value for a key. */
  showedAtEnd(actor: string, key: string, value: string, endMs: number): boolean {
    return this.#reads(actor, key).some(
      (read) => isNear(read.endMs, endMs) && shownIn(read, key) === value,
    );
  }

  everShowed(actor: string, key: string, value: string): boolean {
    return this.#reads(actor, key).some((read) => shownIn(read, key) === value);
  }

  /** Whether the last read of an actor that covers a key showed a value. */
  showsLast(actor: string, key: string, value: string | null): boolean {
    const last = this.#reads(actor, key).at(-1);
    return last !== undefined && shownIn(last, key) === value;
  }

  /** Whether the reader showed a value at a time, or in its last read. */
  showsAt(actor: string, key: string, value: string | null, atMs: number): boolean {
    return this.showed(actor, key, value, atMs) || this.showsLast(actor, key, value);
  }

  /** Whether the network lost a message with a value at a time. */
  lost(value: string, atMs: number): boolean {
    return this.#faults.some(
      (fault) =>
        fault.what === "dropped" &&
        fault.values?.includes(value) === true &&
        isNear(fault.atMs, atMs),
    );
  }

  /** The last start of a server before a time, in milliseconds. */
  startedBefore(server: string, atMs: number): number {
    const starts = this.#servers.filter(
      (record) => record.server === server && record.event === "started" && record.atMs <= atMs,
    );
    return starts.at(-1)?.atMs ?? -Infinity;
  }

  #reads(actor: string, key: string): QueryRecord[] {
    return this.#queries.filter(
      (query) =>
        query.at === actor &&
        query.outcome.ok &&
        (query.method === "get"
          ? query.key === key
          : query.method === "list" && key.startsWith(query.prefix ?? "")),
    );
  }

  /** Whether a uid belongs to the actor that a text calls `s1/0` or `actor 3 of s1`. */
  #is(server: string, uid: string, name: string): boolean {
    const id = Number(uid.slice(uid.lastIndexOf("/") + 1));
    const [, other, of] = /^actor (\d+) of (.+)$/.exec(name) ?? [];
    if (of !== undefined) return of === server && Number(other) === id;
    return name === `${server}/${id - 1}`;
  }
}

function shownIn({ method, key: asked, outcome }: QueryRecord, key: string): string | null {
  if (!outcome.ok) return null;
  if (method === "get") return asked === key ? (outcome.value ?? null) : null;
  const entries = outcome.entries ?? {};
  return Object.hasOwn(entries, key) ? (entries[key] ?? null) : null;
}

/** Whether two times are the same, as far as rounding to a tenth of a millisecond shows it. */
export function isNear(one: number, other: number, toleranceMs = roundingMs): boolean {
  return Math.abs(one - other) <= toleranceMs;
}
