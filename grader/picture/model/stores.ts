import type { HistoryRecord } from "../../history/history.js";
import type { ActorStore, KeyChanges, Stores } from "../page/model.js";
import type { StoreSnapshot } from "../../history/recorded_run.js";
import type { Lanes } from "./lanes.js";
import { roundMs } from "./round_ms.js";

/** What actors held over time: from snapshots, or where nobody probed, from what clients put and read. */
export function storesOf(
  snapshots: readonly StoreSnapshot[],
  records: readonly HistoryRecord[],
  lanes: Lanes,
): Stores {
  const probed = snapshots.length > 0;
  const stores = new Map<string, StoreHistory>();
  for (const [lane, { kind, name }] of lanes.all.entries()) {
    if (kind === "actor" && !name.includes("#")) stores.set(name, new StoreHistory(name, lane));
  }
  if (probed) {
    for (const { atMs, actor, entries } of [...snapshots].sort((a, b) => a.atMs - b.atMs)) {
      stores.get(actor)?.replace(roundMs(atMs), new Map(Object.entries(entries)));
    }
  } else {
    addQueries(records, stores);
  }
  return {
    from: probed ? "probes" : "queries",
    actors: [...stores.values()].map((store) => store.toJSON()),
  };
}

function addQueries(
  records: readonly HistoryRecord[],
  stores: ReadonlyMap<string, StoreHistory>,
): void {
  for (const record of records) {
    if (record.type !== "query" || !record.outcome.ok || record.at === undefined) continue;
    const store = stores.get(record.at);
    const atMs = roundMs(record.endMs);
    const { key, value, outcome } = record;
    if (record.method === "put" && key !== undefined && value !== undefined) {
      store?.set(atMs, key, value);
    } else if (record.method === "get" && key !== undefined) {
      store?.set(atMs, key, outcome.value ?? null);
    } else if (record.method === "list") {
      const under = (name: string): boolean => name.startsWith(record.prefix ?? "");
      store?.replace(atMs, new Map(Object.entries(outcome.entries ?? {})), under);
    }
  }
}

/** What one actor held, change by change. */
class StoreHistory {
  readonly #actor: string;
  readonly #lane: number;
  readonly #keys = new Map<string, { atMs: number[]; values: (string | null)[] }>();
  #sinceMs: number | null = null;

  constructor(actor: string, lane: number) {
    this.#actor = actor;
    this.#lane = lane;
  }

  /** The actor holds this and nothing else, of the keys in question. */
  replace(
    atMs: number,
    entries: ReadonlyMap<string, string>,
    inQuestion: (key: string) => boolean = () => true,
  ): void {
    this.#sinceMs ??= atMs;
    for (const key of this.#keys.keys()) {
      if (!entries.has(key) && inQuestion(key)) this.set(atMs, key, null);
    }
    for (const [key, value] of entries) this.set(atMs, key, value);
  }

  set(atMs: number, key: string, value: string | null): void {
    this.#sinceMs ??= atMs;
    const known = this.#keys.get(key);
    if (known === undefined) this.#keys.set(key, { atMs: [atMs], values: [value] });
    else if (known.values.at(-1) !== value) {
      known.atMs.push(atMs);
      known.values.push(value);
    }
  }

  toJSON(): ActorStore {
    const keys: KeyChanges[] = [...this.#keys].map(([key, changes]) => ({ key, ...changes }));
    return { actor: this.#actor, lane: this.#lane, sinceMs: this.#sinceMs, keys };
  }
}
