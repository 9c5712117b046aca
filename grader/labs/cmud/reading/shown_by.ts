import type { QueryRecord } from "../steps/index.js";

/**
 * What a read showed of the keys that it covers: of those that somebody put, null when a key was not there; and of others
 * that it showed all the same. Nothing for a read that failed.
 *
 * @param byKey has the keys that somebody put.
 */
export function shownBy(
  read: QueryRecord,
  byKey: ReadonlyMap<string, unknown>,
): [key: string, shown: string | null][] {
  const { outcome } = read;
  if (!outcome.ok || read.method === "put") return [];
  if (read.method === "get") return [[read.key ?? "", outcome.value ?? null]];
  const keys = [...byKey.keys()].filter((key) => key.startsWith(read.prefix ?? ""));
  const entries = outcome.entries ?? {};
  const others = Object.keys(entries).filter((key) => !byKey.has(key));
  return [...keys, ...others].map((key) => [
    key,
    Object.hasOwn(entries, key) ? (entries[key] ?? null) : null,
  ]);
}
