import type { StepKind } from "../../../run/step_kind.js";
import { servers, startIn, type StartedServer } from "./servers.js";

/** Starts the server that runs all probes of a scenario. */
export interface StartBench {
  readonly do: "startBench";
  /** The name of a further server for probes. */
  readonly server?: string;
}

/** The name of the probes' server. */
export const benchServer = "bench";

export const startBench: StepKind<StartBench, number, StartedServer> = {
  module: import.meta.url,
  inWords: () => "starting the probes",
  needs: ({ server = benchServer }) => ({ ports: { [server]: 1 }, threads: 2 }),

  async run({ server = benchServer }, root) {
    const request = root.ports.portOf(server);
    const start = { server, what: "the probes", actors: 0, kind: startBench, request };
    await servers(root).start(start);
  },

  inHost: (port, host) =>
    startIn(host, port, {
      module: new URL("./probe_actor.js", import.meta.url).href,
      name: "BenchActor",
      args: [],
    }),
};
