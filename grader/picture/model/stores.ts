import type { StoreSnapshot } from "../../history/recorded_run.js";
import type { ActorStore, KeyChanges, Span, Stores } from "../page/model.js";
import type { ShownRequest } from "../picture_spec.js";
import type { Lanes } from "./lanes.js";

/** The contents of the actors' stores over time: from snapshots, or without any, from what clients wrote and read. */
export function storesOf(
  snapshots: readonly StoreSnapshot[],
  requests: readonly ShownRequest[],
  lanes: Lanes,
  untilMs: number,
): Stores {
  const probed = snapshots.length > 0;
  const stores = new Map<string, StoreHistory>();
  for (const [lane, { kind, name, stores: holds }] of lanes.all.entries()) {
    if (kind === "actor" && holds !== false && !name.includes("#"))
      stores.set(name, new StoreHistory(name, lane));
  }
  if (probed) {
    for (const store of stores.values()) store.lose(0);
    for (const { atMs, actor, changed } of [...snapshots].sort((a, b) => a.atMs - b.atMs)) {
      const store = stores.get(actor);
      if (changed === undefined) store?.lose(atMs);
      else store?.change(atMs, Object.entries(changed));
    }
  } else {
    const inOrder = [...requests].sort((a, b) => a.endMs - b.endMs);
    for (const request of inOrder) addRequest(request, stores);
  }
  return {
    from: probed ? "probes" : "requests",
    actors: [...stores.values()].map((store) => store.until(untilMs)),
  };
}

function addRequest(
  { actor, endMs, prefix, shown, error }: ShownRequest,
  stores: ReadonlyMap<string, StoreHistory>,
): void {
  if (actor === undefined || error !== undefined) return;
  const store = stores.get(actor);
  if (prefix !== undefined) store?.replace(endMs, Object.entries(shown), prefix);
  else for (const [key, value] of Object.entries(shown)) store?.set(endMs, key, value);
}

/** The contents of one actor's store, change by change. */
class StoreHistory {
  readonly #actor: string;
  readonly #lane: number;
  readonly #keys = new Map<string, { atMs: number[]; values: (string | null)[] }>();
  readonly #unknown: Span[] = [];
  /** The time from which on nothing is known. */
  #lostMs: number | undefined;

  constructor(actor: string, lane: number) {
    this.#actor = actor;
    this.#lane = lane;
  }

  /** From this time on, nothing is known. */
  lose(atMs: number): void {
    this.#lostMs ??= atMs;
  }

  /** These keys changed; if nothing was known before, the store contains nothing else. */
  change(atMs: number, changed: readonly (readonly [string, string | null])[]): void {
    if (this.#lostMs === undefined) {
      for (const [key, value] of changed) this.set(atMs, key, value);
    } else {
      this.#unknown.push({ fromMs: this.#lostMs, untilMs: atMs });
      this.#lostMs = undefined;
      this.replace(atMs, changed);
    }
  }

  /** Of the keys that begin with a prefix, the store contains these and no others. */
  replace(atMs: number, entries: readonly (readonly [string, string | null])[], prefix = ""): void {
    const held = new Map(entries);
    for (const key of this.#keys.keys()) {
      if (!held.has(key) && key.startsWith(prefix)) this.set(atMs, key, null);
    }
    for (const [key, value] of held) this.set(atMs, key, value);
  }

  set(atMs: number, key: string, value: string | null): void {
    const known = this.#keys.get(key);
    if (known === undefined) this.#keys.set(key, { atMs: [atMs], values: [value] });
    else if (known.values.at(-1) !== value) {
      known.atMs.push(atMs);
      known.values.push(value);
    }
  }

  /** The result, up to the end of the run. */
  until(untilMs: number): ActorStore {
    const lost = this.#lostMs === undefined ? [] : [{ fromMs: this.#lostMs, untilMs: untilMs + 1 }];
    const keys: KeyChanges[] = [...this.#keys].map(([key, changes]) => ({ key, ...changes }));
    return { actor: this.#actor, lane: this.#lane, unknown: [...this.#unknown, ...lost], keys };
  }
}
