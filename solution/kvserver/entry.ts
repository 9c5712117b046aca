/** The latest Put of a key, with the stamp that decides between Puts. */
export interface Entry {
  readonly key: string;
  readonly value: string;
  /** When the Put was made: wall-clock time of the actor that took it, in milliseconds since 1970. */
  readonly ms: number;
  /** Tells Puts of one key apart that would otherwise have the same time; see {@link Store.put}. */
  readonly seq: number;
  /** The uid of the query actor that took the Put. */
  readonly origin: string;
}

/**
 * The merge function's rule: whether a Put beats another Put of the same key. A total order on stamps, the same on every
 * actor; only a Put and its own copies compare as equal.
 */
export function beats(entry: Entry, other: Entry): boolean {
  if (entry.ms !== other.ms) return entry.ms > other.ms;
  if (entry.seq !== other.seq) return entry.seq > other.seq;
  return entry.origin > other.origin;
}
