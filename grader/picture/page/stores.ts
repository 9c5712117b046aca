import { bisectRight, rollups } from "d3-array";
import type { ActorStore, Band, KeyChanges, PictureFinding, PictureModel } from "./model.js";

/** What an actor holds of a key: null when the key is absent, undefined when that is not known. */
export type Held = string | null | undefined;

/** What one actor held of one key at one instant. */
export interface Cell {
  readonly value: Held;
  /** Whether its server runs. */
  readonly running: boolean;
  /** Whether it is not what most of the actors that are known held; without a most common value, every one differs. */
  readonly differs: boolean;
  /** The finding by which it is wrong. */
  readonly wrong: PictureFinding | undefined;
}

/** A key, and what each actor held of it. */
export interface Row {
  readonly key: string;
  readonly cells: readonly Cell[];
}

/** The stores at one instant: a row for each key that anybody held until then, a cell for each actor. */
export function storesAt(model: PictureModel, atMs: number): Row[] {
  const { actors } = model.stores;
  const running = actors.map(({ lane }) => isRunning(model.bands, lane, atMs));
  return model.keys.flatMap((key) => {
    const isHeld = actors.some(
      (store, i) => running[i] === true && typeof lastOf(store, key, atMs) === "string",
    );
    const isFound = model.findings.some((finding) => finding.key === key && finding.atMs <= atMs);
    if (!isHeld && !isFound) return [];
    const values = actors.map((store, i) =>
      running[i] === true ? heldAt(model, store, key, atMs) : undefined,
    );
    const usual = mostCommon(values);
    const cells = values.map((value, i): Cell => ({
      value,
      running: running[i] === true,
      differs: value !== undefined && usual !== undefined && value !== usual.value,
      wrong: wrongBy(model, actors[i], key, atMs, value),
    }));
    return [{ key, cells }];
  });
}

/** What an actor held of a key. */
export function heldAt(
  { stores }: PictureModel,
  store: ActorStore,
  key: string,
  atMs: number,
): Held {
  if (store.unknown.some((span) => span.fromMs <= atMs && atMs < span.untilMs)) return undefined;
  const value = lastOf(store, key, atMs);
  return value === undefined && stores.from === "probes" ? null : value;
}

/** What an actor was last known to hold of a key. */
function lastOf(store: ActorStore, key: string, atMs: number): Held {
  return changesOf(store, key)?.values[placeAt(store, key, atMs) - 1];
}

/** How many changes of a key there were until a time. */
function placeAt(store: ActorStore, key: string, atMs: number): number {
  return bisectRight(changesOf(store, key)?.atMs ?? [], atMs);
}

/** The changes of a key in a store, if there were any. */
export function changesOf(store: ActorStore, key: string): KeyChanges | undefined {
  let byKey = indexes.get(store);
  if (byKey === undefined) {
    byKey = new Map(store.keys.map((changes) => [changes.key, changes]));
    indexes.set(store, byKey);
  }
  return byKey.get(key);
}

const indexes = new WeakMap<ActorStore, Map<string, KeyChanges>>();

/** Whether a lane's server runs; lanes of servers whose start nobody recorded always do. */
function isRunning(bands: readonly Band[], lane: number, atMs: number): boolean {
  const lives = bands.filter(({ kind, lanes }) => kind === "life" && lanes.includes(lane));
  return lives.length === 0 || lives.some((life) => life.fromMs <= atMs && atMs <= life.untilMs);
}

/** What most hold; undefined when all hold the same, and without a value when nothing is held by more than all else. */
function mostCommon(values: readonly Held[]): { readonly value: Held } | undefined {
  const known = values.filter((value) => value !== undefined);
  const [first, second] = rollups(
    known,
    ({ length }) => length,
    (value) => value,
  ).sort((a, b) => b[1] - a[1]);
  if (first === undefined || second === undefined) return undefined;
  return { value: first[1] > second[1] ? first[0] : undefined };
}

/**
 * A finding says that a value is wrong from its time on, for as long as the actor holds it; at every actor, where it names
 * none.
 */
function wrongBy(
  model: PictureModel,
  store: ActorStore | undefined,
  key: string,
  atMs: number,
  value: Held,
): PictureFinding | undefined {
  if (store === undefined || value === undefined) return undefined;
  return model.findings.find(
    (finding) =>
      finding.key === key &&
      finding.atMs <= atMs &&
      !finding.tie &&
      (finding.actor === null || finding.actor === store.actor) &&
      placeAt(store, key, finding.atMs) === placeAt(store, key, atMs),
  );
}
