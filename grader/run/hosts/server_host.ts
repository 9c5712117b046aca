/** Runs on the thread of each server, or bare actor system, of a scenario. */
import type { ActorRef } from "../../../starter/actor/actor_ref.js";
import type * as ActorSystemModule from "../../../starter/actor/actor_system.js";
import type { ActorSystem } from "../../../starter/actor/actor_system.js";
import type { ActorSystemStats } from "../../../starter/actor/stats.js";
import type * as ServerModule from "../../../starter/kvserver/server.js";
import type { Port } from "../../../starter/platform/platform.js";
import { inWords } from "../failure.js";
import { serveCalls } from "../port_calls.js";
import { openTree, type StagedTree } from "../staged_tree.js";
import { RecordingActor, type RecordingMessage } from "./recording_actor.js";
import {
  addStats,
  type ServerHostData,
  type ServerRequest,
  type StartedServer,
} from "./server_requests.js";

/** The entry of the thread; see `Platform.spawn`. Student code is loaded with the first request, not before. */
export async function main(port: Port, data: string): Promise<void> {
  const { treeUrl, latencyMs } = JSON.parse(data) as ServerHostData;
  const tree = await openTree(treeUrl);
  tree.platform.network.setLatency(latencyMs);
  const host = new ServerHost(tree);
  serveCalls(port, (request) => host.handle(request as ServerRequest));
  port.onClose(() => host.close());
}

class ServerHost {
  readonly #tree: StagedTree;
  #close: (() => Promise<void>) | undefined;
  #system: ActorSystem | undefined;
  #actor: ActorRef<RecordingMessage> | undefined;

  constructor(tree: StagedTree) {
    this.#tree = tree;
  }

  handle(request: ServerRequest): unknown {
    switch (request.type) {
      case "startServer":
        return this.#startServer(request.port, request.actors, request.remoteDescs);
      case "startSystem":
        return this.#startSystem(request.port);
      case "close":
        return this.close();
      case "latency":
        this.#tree.platform.network.setLatency(request.ms);
        return undefined;
      case "stats":
        return this.#stats();
      case "tell":
        return this.#tell(request.to as ActorRef<RecordingMessage>, request.messages);
    }
  }

  async close(): Promise<void> {
    const close = this.#close;
    this.#close = undefined;
    await close?.();
  }

  async #startServer(
    port: number,
    actors: number,
    remoteDescs: readonly string[],
  ): Promise<StartedServer> {
    const { Server } = await this.#tree.load<typeof ServerModule>("kvserver/server.js");
    const server = await Server.start(port, actors, remoteDescs);
    this.#close = () => server.close();
    const desc: unknown = server.desc;
    if (typeof desc !== "string") {
      throw new TypeError(`server.desc is ${inWords(desc)}; expected a string`);
    }
    const [system] = (await this.#systems()).running();
    return { desc, address: system?.address };
  }

  async #startSystem(port: number): Promise<StartedServer> {
    const system = await (await this.#systems()).start(port);
    this.#system = system;
    this.#close = () => system.close();
    this.#actor = await system.startActor(RecordingActor);
    return { desc: JSON.stringify(this.#actor), address: system.address };
  }

  async #tell(to: ActorRef<RecordingMessage>, messages: readonly string[]): Promise<void> {
    const [system, actor] = [this.#system, this.#actor];
    if (system === undefined || actor === undefined) throw new Error("no system was started here");
    const done = system.newChannelRef<null>();
    system.tell(actor, { type: "tellOn", to, messages, done: done.ref });
    await done.first;
  }

  async #stats(): Promise<ActorSystemStats> {
    const systems = (await this.#systems()).running();
    return addStats(await Promise.all(systems.map((system) => system.stats())));
  }

  async #systems(): Promise<typeof ActorSystem> {
    return (await this.#tree.load<typeof ActorSystemModule>("actor/actor_system.js")).ActorSystem;
  }
}
