/**
 * Identifies a write, and orders the writes of a key: by Lamport time, then by the server that accepted it, then by the
 * life of that server. Every write gets a time above all those that its server and its client have seen, so a write that
 * came after another one has the newer version; of two concurrent writes any may win, as long as all servers agree.
 */
export interface Version {
  readonly time: number;
  readonly server: number;
  readonly life: number;
}

/** A key with the value of its newest write, as far as a server knows. */
export interface Entry {
  readonly key: string;
  readonly value: string;
  readonly version: Version;
}

/** Negative if `a` is older than `b`, 0 if they are the same, positive if it is newer. */
export function compareVersions(a: Version, b: Version): number {
  return a.time - b.time || a.server - b.server || a.life - b.life;
}
