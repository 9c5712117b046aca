import type * as ServerModule from "../../../../starter/kvserver/server.js";
import type { PlatformError } from "../../../../starter/platform/platform.js";
import { failureOf } from "../../../run/failure.js";
import type { StepKind, StudentHost } from "../../../run/step_kind.js";
import { actorSystems, failedStart } from "./servers.js";

/**
 * Starts a server while the port of its last query actor is in use, which must fail; then starts it on free ports, and
 * closes it three times, the second time while the first close is in progress; then starts it with a desc of no server,
 * which may fail. After each of the three starts, looks for what is left of it at once.
 */
export interface TryServer {
  readonly do: "tryServer";
  readonly server: string;
  readonly actors: number;
}

/** What a server left behind. */
export interface Leftovers {
  /** Ports on which it still listens, counted from its start port. */
  readonly ports: readonly number[];
  /** How many actor systems still run. */
  readonly systems: number;
}

/** What became of a server that could not start, and of the same server when it was closed. */
export interface TryServerRecord {
  readonly type: "tryServer";
  readonly server: string;
  readonly atMs: number;
  /** Whether the start was rejected that could not succeed. */
  readonly rejected: boolean;
  readonly afterFailure: Leftovers;
  /** The ports of query actors on which nothing listened while the server ran, counted from its start port. */
  readonly silent: readonly number[];
  readonly afterClose: Leftovers;
  /** After a start with a desc of no server that was rejected; nothing if it was not. */
  readonly afterBadDesc: Leftovers;
  /** Why starting it on free ports or closing it failed. */
  readonly error?: string;
  readonly todo?: boolean;
}

declare module "../../../history/history.js" {
  interface HistoryRecords {
    tryServer: TryServerRecord;
  }
}

interface Request {
  readonly port: number;
  readonly actors: number;
}

type Reply = Omit<TryServerRecord, "type" | "server" | "atMs">;

const nothing: Leftovers = { ports: [], systems: 0 };
const none: Reply = {
  rejected: false,
  afterFailure: nothing,
  silent: [],
  afterClose: nothing,
  afterBadDesc: nothing,
};

/** Starts may do without reading the descs, or wait for the server that they name; these are not judged. */
const badDesc = "a desc of no server";
const badDescWaitMs = 1_000;

export const tryServer: StepKind<TryServer, Request, Reply> = {
  module: import.meta.url,
  inWords: ({ server }) => `starting server ${server} on a port that is in use`,
  needs: ({ server, actors }) => ({ ports: { [server]: 1 + actors }, threads: 1 + actors }),

  async run({ server, actors }, root) {
    const host = await root.spawn(server, `server ${server}`);
    const reply = await host.ask(tryServer, { port: root.ports.portOf(server), actors });
    root.record({ type: "tryServer", server, ...reply });
    await host.close();
  },

  async inHost({ port, actors }, host) {
    const { Server } = await host.tree.load<typeof ServerModule>("kvserver/server.js");
    const failed = await failedStart(host, { port, actors, remoteDescs: [] });
    const rejected = failed !== undefined;
    if (rejected) {
      const { message, todo } = failureOf(failed.error);
      if (todo) return { ...none, error: message, todo };
    }
    const afterFailure = await leftovers(host, port, actors);
    if (!rejected || hasSome(afterFailure)) {
      return { ...none, rejected, afterFailure };
    }
    try {
      const server = await Server.start(port, actors, []);
      const { ports } = await leftovers(host, port, actors);
      const all = Array.from({ length: actors }, (_, index) => 1 + index);
      const silent = all.filter((offset) => !ports.includes(offset));
      const [, afterClose] = await Promise.all([
        server.close(),
        server.close().then(() => leftovers(host, port, actors)),
      ]);
      await server.close();
      const afterBadDesc = hasSome(afterClose)
        ? nothing
        : await leftByBadDesc(host, { port, actors }, Server);
      return { rejected, afterFailure, silent, afterClose, afterBadDesc };
    } catch (error) {
      const { message, todo } = failureOf(error);
      return { ...none, rejected, afterFailure, error: message, todo };
    }
  },
};

/** Whether a server left anything behind. */
export function hasSome({ ports, systems }: Leftovers): boolean {
  return ports.length + systems > 0;
}

async function leftByBadDesc(
  host: StudentHost,
  { port, actors }: Request,
  Server: typeof ServerModule.Server,
): Promise<Leftovers> {
  const starting = Server.start(port, actors, [badDesc]).then(
    () => false,
    () => true,
  );
  const rejected = await Promise.race([starting, pause(host, badDescWaitMs).then(() => false)]);
  return rejected ? leftovers(host, port, actors) : nothing;
}

function pause({ tree: { platform } }: StudentHost, ms: number): Promise<void> {
  return new Promise((resolve) => platform.after(ms, resolve));
}

async function leftovers(host: StudentHost, port: number, actors: number): Promise<Leftovers> {
  const { platform } = host.tree;
  const ports: number[] = [];
  for (let offset = 0; offset <= actors; offset++) {
    try {
      const listener = await platform.listen({ port: port + offset }, () => undefined);
      await listener.close();
    } catch (error) {
      if ((error as Partial<PlatformError>).code !== "port-in-use") throw error;
      ports.push(offset);
    }
  }
  const systems = (await actorSystems(host)).running().length;
  return { ports, systems };
}
