import type { FaultRecord, History, ServerRecord } from "../../../history/history.js";
import { ofType } from "./views.js";

/** A server from its start to its end; a restarted server has another life. Times are in milliseconds. */
export interface ServerLife {
  readonly server: string;
  readonly startingMs: number;
  /** Infinite if it never became ready. */
  readonly startedMs: number;
  /** When it closed or was killed; infinite if it did not. */
  readonly endedMs: number;
}

/** When the servers of a run started and ended, and when they were partitioned. */
export class ServerLives {
  readonly #lives: readonly ServerLife[];
  readonly #partitions: readonly Partition[];
  /** Whether no server closed or was killed. */
  readonly endless: boolean;

  constructor(history: History) {
    this.#lives = livesIn(history);
    this.endless = this.#lives.every(({ endedMs }) => endedMs === Infinity);
    this.#partitions = partitionsIn(history);
  }

  /** All lives, in the order of their starts. */
  get all(): readonly ServerLife[] {
    return this.#lives;
  }

  /** The life of a server at a given time; an infinite one if the history does not contain its start. */
  at(server: string, ms: number): ServerLife {
    const life = this.#lives.findLast((one) => one.server === server && one.startingMs <= ms);
    return life ?? { server, startingMs: -Infinity, startedMs: -Infinity, endedMs: Infinity };
  }

  /** When the last partition of two servers ended that affects messages between two given times. */
  reunitedMs(one: string, other: string, fromMs: number, toMs: number): number {
    let reunitedMs = fromMs;
    for (const { servers, startMs, endMs } of this.#partitions) {
      const apart = servers.length === 0 || (servers.includes(one) && servers.includes(other));
      if (one !== other && apart && startMs < toMs && endMs > fromMs) {
        reunitedMs = Math.max(reunitedMs, endMs);
      }
    }
    return reunitedMs;
  }

  /** When the last partition ended: -Infinity if there was none, Infinity if one did not end. */
  get healedMs(): number {
    return Math.max(-Infinity, ...this.#partitions.map(({ endMs }) => endMs));
  }
}

interface Partition {
  readonly servers: readonly string[];
  readonly startMs: number;
  readonly endMs: number;
}

function livesIn(history: History): ServerLife[] {
  const lives: { server: string; startingMs: number; startedMs: number; endedMs: number }[] = [];
  const last = (server: string): (typeof lives)[number] | undefined =>
    lives.findLast((life) => life.server === server && life.endedMs === Infinity);
  for (const record of history.records) {
    if (record.type === "server") onServer(record);
    if (record.type !== "fault" || record.what !== "crash") continue;
    for (const server of record.servers) {
      const life = last(server);
      if (life !== undefined) life.endedMs = record.atMs;
    }
  }
  return lives;

  function onServer({ server, event, atMs }: ServerRecord): void {
    const life = last(server);
    if (event === "starting") {
      lives.push({ server, startingMs: atMs, startedMs: Infinity, endedMs: Infinity });
    } else if (event === "started") {
      if (life === undefined) {
        lives.push({ server, startingMs: atMs, startedMs: atMs, endedMs: Infinity });
      } else life.startedMs = atMs;
    } else if (life !== undefined) life.endedMs = atMs;
  }
}

function partitionsIn(history: History): Partition[] {
  const faults = ofType<FaultRecord>(history, "fault");
  return faults.flatMap(({ what, servers, atMs: startMs }, index) => {
    if (what !== "partition") return [];
    const heals = faults
      .slice(index)
      .filter((other) => other.what === "heal" && other.servers.join() === servers.join());
    return [{ servers, startMs, endMs: Math.min(Infinity, ...heals.map(({ atMs }) => atMs)) }];
  });
}
