import type { ActorSystemStats } from "../../../starter/actor/stats.js";

/** What a host for a server or a bare system gets to know when it is spawned. */
export interface ServerHostData {
  /** See {@link StagedTree.url}. */
  readonly treeUrl: string;
  /** One-way latency of the links to other servers. */
  readonly latencyMs: number;
}

/** What a host for a server or a bare system does. Each yields a reply of the type that is named. */
export type ServerRequest =
  /** `Server.start`; yields {@link StartedServer}. */
  | {
      readonly type: "startServer";
      readonly port: number;
      readonly actors: number;
      readonly remoteDescs: readonly string[];
    }
  /** An actor system with one recording actor; yields {@link StartedServer}. */
  | { readonly type: "startSystem"; readonly port: number }
  /** Ends what was started; yields nothing. */
  | { readonly type: "close" }
  | { readonly type: "latency"; readonly ms: number }
  /** Yields {@link ActorSystemStats}, those of every system of the host added up. */
  | { readonly type: "stats" }
  /** Lets the recording actor tell another one; `to` is an actor ref. Yields nothing, once told. */
  | { readonly type: "tell"; readonly to: unknown; readonly messages: readonly string[] };

/** What there is to know of a server that has started. */
export interface StartedServer {
  /** The server's desc; of a bare system, its recording actor's ref as JSON. */
  readonly desc: string;
  /** The address of its actor system; undefined when the server started none. */
  readonly address: string | undefined;
}

/** Adds up the counters of several systems. */
export function addStats(all: readonly ActorSystemStats[]): ActorSystemStats {
  const sum = (count: (stats: ActorSystemStats) => number): number =>
    all.reduce((total, stats) => total + count(stats), 0);
  return {
    actors: sum((stats) => stats.actors),
    externalTells: sum((stats) => stats.externalTells),
    channelsMade: sum((stats) => stats.channelsMade),
    channelsUsed: sum((stats) => stats.channelsUsed),
    channelsOpen: sum((stats) => stats.channelsOpen),
    deadLetters: sum((stats) => stats.deadLetters),
    errors: sum((stats) => stats.errors),
    pairs: all.flatMap((stats) => stats.pairs),
    remoteSent: all.flatMap((stats) => stats.remoteSent),
    remoteReceivedTells: sum((stats) => stats.remoteReceivedTells),
    remoteReceivedBytes: sum((stats) => stats.remoteReceivedBytes),
  };
}
