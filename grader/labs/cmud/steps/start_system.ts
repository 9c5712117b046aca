import type { StepKind } from "../../../run/step_kind.js";
import { RecordingActor, receivedMark } from "./recording_actor.js";
import { actorSystems, hosted, servers, type StartedServer } from "./servers.js";

/** Starts an actor system on a thread of its own, with one given actor that records what it gets. */
export interface StartSystem {
  readonly do: "startSystem";
  readonly system: string;
}

/** A message that the actor of a system got from another system. */
export interface ReceivedRecord {
  readonly type: "received";
  readonly atMs: number;
  readonly system: string;
  readonly message: string;
}

declare module "../../../history/history.js" {
  interface HistoryRecords {
    received: ReceivedRecord;
  }
}

export const startSystem: StepKind<StartSystem, number, StartedServer> = {
  module: import.meta.url,
  inWords: ({ system }) => `starting actor system ${system}`,

  needs: ({ system }) => ({ ports: { [system]: 1 }, threads: 2 }),

  async run({ system }, root) {
    const request = root.ports.portOf(system);
    const what = `system ${system}`;
    await servers(root).start({ server: system, what, actors: 1, kind: startSystem, request });
  },

  async inHost(port, host) {
    const system = await (await actorSystems(host)).start(port);
    const server = hosted(host);
    server.close = () => system.close();
    const actor = await system.startActor(RecordingActor);
    server.system = { system, actor };
    return { desc: JSON.stringify(actor), address: system.address };
  },

  recordOfLog(text, system) {
    if (!text.startsWith(`${receivedMark} `)) return undefined;
    return { type: "received", system, message: text.slice(receivedMark.length + 1) };
  },
};
