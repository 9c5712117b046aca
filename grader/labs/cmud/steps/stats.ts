import type { ActorSystemStats } from "../../../../starter/actor/stats.js";
import type { StepKind } from "../../../run/step_kind.js";
import { actorSystems, servers } from "./servers.js";

/** Asks every running server's actor systems for their counters. */
export interface Stats {
  readonly do: "stats";
  readonly name: string;
}

/** The counters of a server's actor systems, added up; `pairs` are by uid, see {@link TellRecord}. */
export interface StatsRecord {
  readonly type: "stats";
  readonly name: string;
  readonly server: string;
  readonly atMs: number;
  readonly stats: ActorSystemStats;
}

declare module "../../../history/history.js" {
  interface HistoryRecords {
    stats: StatsRecord;
  }
}

export const stats: StepKind<Stats, null, ActorSystemStats> = {
  module: import.meta.url,
  inWords: () => "asking every server's actors for their counters",

  run: ({ name }, root) =>
    servers(root).askAll(stats, null, (server, counters) => {
      root.record({ type: "stats", name, server, stats: counters });
    }),

  async inHost(_, host) {
    const systems = (await actorSystems(host)).running();
    return sumOf(await Promise.all(systems.map((system) => system.stats())));
  },
};

/** Adds up the counters of several systems. */
function sumOf(all: readonly ActorSystemStats[]): ActorSystemStats {
  const sum = (count: (stats: ActorSystemStats) => number): number =>
    all.reduce((total, one) => total + count(one), 0);
  return {
    actors: sum((one) => one.actors),
    children: sum((one) => one.children),
    externalTells: sum((one) => one.externalTells),
    channelsMade: sum((one) => one.channelsMade),
    channelsUsed: sum((one) => one.channelsUsed),
    channelsOpen: sum((one) => one.channelsOpen),
    deadLetters: sum((one) => one.deadLetters),
    errors: sum((one) => one.errors),
    pairs: all.flatMap((one) => one.pairs),
    remoteSent: all.flatMap((one) => one.remoteSent),
    remoteReceivedTells: sum((one) => one.remoteReceivedTells),
    remoteReceivedBytes: sum((one) => one.remoteReceivedBytes),
  };
}
