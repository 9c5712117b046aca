/** The latest Put of a key, with the stamp that decides between Puts. */
export interface Entry {
  readonly key: string;
  readonly value: string;
  /** The time of the Put: the wall clock of the actor that received it, in milliseconds since 1970. */
  readonly ms: number;
  /** Distinguishes Puts for one key that have the same time; see {@link Store.put}. */
  readonly seq: number;
  /** The uid of the query actor that received the Put from a client. */
  readonly origin: string;
}

/**
 * The merge rule: whether a Put beats another Put for the same key. This is a total order on stamps, the same on every
 * actor; only copies of the same Put compare as equal.
 */
export function beats(entry: Entry, other: Entry): boolean {
  if (entry.ms !== other.ms) return entry.ms > other.ms;
  if (entry.seq !== other.seq) return entry.seq > other.seq;
  return entry.origin > other.origin;
}
