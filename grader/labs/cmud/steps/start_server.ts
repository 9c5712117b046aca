import type * as ServerModule from "../../../../starter/kvserver/server.js";
import { valueInWords } from "../../../run/failure.js";
import type { StepKind } from "../../../run/step_kind.js";
import { actorSystems, failedStart, hosted, servers, type StartedServer } from "./servers.js";

/**
 * Starts a server on a thread of its own with `Server.start`. It gets the descs of the servers in `remotes`, in that
 * order; default: of all servers that run, in the order in which they were started.
 */
export interface StartServer {
  readonly do: "startServer";
  readonly server: string;
  readonly actors: number;
  readonly remotes?: readonly string[];
  /** Whether it is started before while the port of its last query actor is in use, which must fail. */
  readonly afterFailure?: true;
}

interface Request {
  readonly port: number;
  readonly actors: number;
  readonly remoteDescs: readonly string[];
  readonly afterFailure: boolean;
}

export const startServer: StepKind<StartServer, Request, StartedServer> = {
  module: import.meta.url,
  inWords: ({ server, actors }) =>
    `starting server ${server} with ${actors} query ${actors === 1 ? "actor" : "actors"}`,

  // The actor system listens on the first port, each query actor on one of the next.
  needs: ({ server, actors }) => ({ ports: { [server]: 1 + actors }, threads: 1 + actors }),

  async run({ server, actors, remotes, afterFailure = false }, root) {
    const all = servers(root);
    const remoteDescs = (remotes ?? all.alive).map((name) => all.started(name).desc);
    await all.start({
      server,
      what: `server ${server}`,
      actors,
      kind: startServer,
      request: { port: root.ports.portOf(server), actors, remoteDescs, afterFailure },
    });
  },

  async inHost({ port, actors, remoteDescs, afterFailure }, host) {
    const { Server } = await host.tree.load<typeof ServerModule>("kvserver/server.js");
    if (afterFailure && (await failedStart(host, { port, actors, remoteDescs })) === undefined) {
      throw new Error("Server.start succeeded although one of its ports was in use");
    }
    const server = await Server.start(port, actors, remoteDescs);
    hosted(host).close = () => server.close();
    const desc: unknown = server.desc;
    if (typeof desc !== "string") {
      throw new TypeError(`server.desc is ${valueInWords(desc)}; expected a string`);
    }
    const [system] = (await actorSystems(host)).running();
    return { desc, address: system?.address };
  },
};
