/** The counters of an actor system since its start. Their size depends on the number of actors, not of messages. */
export interface ActorSystemStats {
  /** Running actors that the system started, each on a thread of its own. */
  readonly actors: number;
  /** Running actors that other actors started. */
  readonly children: number;
  /** Messages sent from outside actors. */
  readonly externalTells: number;
  /** Channel refs created, and channel refs that have received their message. */
  readonly channelsMade: number;
  readonly channelsUsed: number;
  /** Channel refs that are waiting for their message. */
  readonly channelsOpen: number;
  /**
   * Messages for actors or channels of this system that do not exist, or no longer exist, and messages that waited in the
   * mailbox of an actor when it was stopped.
   */
  readonly deadLetters: number;
  /** Errors passed to the error handler. */
  readonly errors: number;
  /** Messages from actors of this system to other actors anywhere, except those to oneself and to channel refs. */
  readonly pairs: readonly PairStats[];
  /** Messages sent to, and lost on the way to, other systems. */
  readonly remoteSent: readonly RemoteStats[];
  /** Messages received from other systems, and the length of their texts in bytes (UTF-8). */
  readonly remoteReceivedTells: number;
  readonly remoteReceivedBytes: number;
}

/** Messages from one actor to another. */
export interface PairStats {
  /** The uids of sender and receiver. */
  readonly from: string;
  readonly to: string;
  readonly tells: number;
  /** The length of the messages' texts, in bytes (UTF-8). */
  readonly bytes: number;
}

/** Messages from this system to another. */
export interface RemoteStats {
  readonly address: string;
  readonly tells: number;
  readonly bytes: number;
  /** How many of them were dropped before they were sent. */
  readonly lostTells: number;
}

/** The counters of one thread. */
export class HostCounters {
  children = 0;
  externalTells = 0;
  channelsMade = 0;
  channelsUsed = 0;
  channelsOpen = 0;
  deadLetters = 0;
  errors = 0;
  readonly pairs = new PairCounters();
}

/** Counts messages and bytes by ordered pair. */
export class PairCounters {
  readonly #byPair = new Map<string, { from: string; to: string; tells: number; bytes: number }>();

  /** Counts one message of so many bytes. */
  count(from: string, to: string, bytes: number): void {
    const key = `${from} ${to}`;
    let pair = this.#byPair.get(key);
    if (pair === undefined) this.#byPair.set(key, (pair = { from, to, tells: 0, bytes: 0 }));
    pair.tells++;
    pair.bytes += bytes;
  }

  /** The counters so far, as copies. */
  toJSON(): PairStats[] {
    return [...this.#byPair.values()].map((pair) => ({ ...pair }));
  }
}

/** The counters of a thread as they travel to the system's thread. */
export type HostStats = Omit<HostCounters, "pairs"> & { readonly pairs: readonly PairStats[] };
