import type { ActorStore, Band, KeyChanges, PictureFinding, PictureModel } from "./model.js";

/** What one actor held of one key at one instant. */
export interface Cell {
  /** The value; null when the key was absent, undefined when that is not known. */
  readonly value: string | null | undefined;
  /** Whether most of the actors that are known held something else. */
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
  const { actors, from } = model.stores;
  const running = actors.map(({ lane }) => isRunning(model.bands, lane, atMs));
  return model.keys.flatMap((key) => {
    const values = actors.map((store, i) =>
      running[i] === true ? valueOf(store, key, atMs, from === "probes") : undefined,
    );
    if (values.every((value) => value === undefined || value === null)) {
      if (!model.findings.some((finding) => finding.key === key && finding.atMs <= atMs)) return [];
    }
    const usual = mostCommon(values);
    const cells = values.map((value, i): Cell => ({
      value,
      differs: value !== undefined && usual.split && !(usual.clear && value === usual.value),
      wrong: wrongBy(model, actors[i], key, atMs, value),
    }));
    return [{ key, cells }];
  });
}

/** What an actor held of a key: null when the key was absent, undefined when that is not known. */
export function valueOf(
  store: ActorStore,
  key: string,
  atMs: number,
  complete: boolean,
): string | null | undefined {
  if (store.unknown.some(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs)) {
    return undefined;
  }
  const changes = changesOf(store, key);
  const value = changes === undefined ? undefined : valueAt(changes, atMs);
  return value === undefined && complete ? null : value;
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

/** The value after the last change until a time; undefined before the first one. */
function valueAt({ atMs, values }: KeyChanges, nowMs: number): string | null | undefined {
  let low = 0;
  let high = atMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((atMs[middle] ?? Infinity) <= nowMs) low = middle + 1;
    else high = middle;
  }
  return values[low - 1];
}

/** Whether a lane's server runs; lanes of servers whose start nobody recorded always do. */
function isRunning(bands: readonly Band[], lane: number, atMs: number): boolean {
  const lives = bands.filter(({ kind, lanes }) => kind === "life" && lanes.includes(lane));
  return (
    lives.length === 0 || lives.some(({ fromMs, untilMs }) => fromMs <= atMs && atMs <= untilMs)
  );
}

/** What most hold; `split` when not all hold the same, `clear` when one thing is held by more than any other. */
function mostCommon(values: readonly (string | null | undefined)[]): {
  value: string | null;
  split: boolean;
  clear: boolean;
} {
  const counts = new Map<string | null, number>();
  for (const value of values) {
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const [first, second] = [...counts].sort((a, b) => b[1] - a[1]);
  return {
    value: first?.[0] ?? null,
    split: counts.size > 1,
    clear: first !== undefined && first[1] > (second?.[1] ?? 0),
  };
}

/**
 * A finding says that a value is wrong from its time on, for as long as the actor holds it; at every actor, where it names
 * none.
 */
function wrongBy(
  { findings, stores }: PictureModel,
  store: ActorStore | undefined,
  key: string,
  atMs: number,
  value: string | null | undefined,
): PictureFinding | undefined {
  if (store === undefined || value === undefined) return undefined;
  return findings.find(
    (finding) =>
      finding.key === key &&
      finding.atMs <= atMs &&
      !finding.tie &&
      (finding.actor === null || finding.actor === store.actor) &&
      valueOf(store, key, finding.atMs, stores.from === "probes") === value,
  );
}
