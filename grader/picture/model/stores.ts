import type { StoreSnapshot } from "../../history/recorded_run.js";
import type { ActorStore, KeyChanges, Stores } from "../page/model.js";
import type { ShownQuery } from "../picture_spec.js";
import type { Lanes } from "./lanes.js";

/** What actors held over time: from snapshots, or where nobody probed, from what clients put and read. */
export function storesOf(
  snapshots: readonly StoreSnapshot[],
  queries: readonly ShownQuery[],
  lanes: Lanes,
): Stores {
  const probed = snapshots.length > 0;
  const stores = new Map<string, StoreHistory>();
  for (const [lane, { kind, name }] of lanes.all.entries()) {
    if (kind === "actor" && !name.includes("#")) stores.set(name, new StoreHistory(name, lane));
  }
  if (probed) {
    for (const { atMs, actor, entries } of [...snapshots].sort((a, b) => a.atMs - b.atMs)) {
      stores.get(actor)?.replace(atMs, new Map(Object.entries(entries)));
    }
  } else {
    for (const query of [...queries].sort((a, b) => a.endMs - b.endMs)) addQuery(query, stores);
  }
  return {
    from: probed ? "probes" : "queries",
    actors: [...stores.values()].map((store) => store.toJSON()),
  };
}

function addQuery(
  { method, actor, endMs, key, value, entries = {}, error }: ShownQuery,
  stores: ReadonlyMap<string, StoreHistory>,
): void {
  if (actor === undefined || error !== undefined) return;
  const store = stores.get(actor);
  if (method !== "list") store?.set(endMs, key, value ?? null);
  else store?.replace(endMs, new Map(Object.entries(entries)), (name) => name.startsWith(key));
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
