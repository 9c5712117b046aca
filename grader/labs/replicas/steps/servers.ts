import type { ActorRef } from "../../../../starter/actor/actor_ref.js";
import type * as ActorSystemModule from "../../../../starter/actor/actor_system.js";
import type { ActorSystem } from "../../../../starter/actor/actor_system.js";
import type { Props } from "../../../../starter/actor/actor.js";
import { RunServers, type Started } from "../../../run/run_servers.js";
import { perPlace, type RunRoot, type StepKind, type StudentHost } from "../../../run/step_kind.js";

/** What a server tells of itself when it has started: which actor it runs. */
export interface StartedServer extends Started {
  readonly actor: ActorRef<never>;
}

/** What an actor of a run is. */
export type ActorPart = "replica" | "replicator" | "mediator" | "probe";

/** A name of the scenario, and the actor that has it. */
export interface NamedRecord {
  readonly type: "named";
  readonly atMs: number;
  readonly name: string;
  readonly part: ActorPart;
  /** The actor's uid. */
  readonly uid: string;
}

declare module "../../../history/history.js" {
  interface HistoryRecords {
    named: NamedRecord;
  }
}

/** The servers of a run. Each runs one actor, with its children. */
export const servers = perPlace((root: RunRoot) => new RunServers<StartedServer>(root));

/** The actors that steps name. */
export const actors = perPlace((root: RunRoot) => new NamedActors(root));

class NamedActors {
  readonly #root: RunRoot;
  readonly #refs = new Map<string, ActorRef<never>>();

  constructor(root: RunRoot) {
    this.#root = root;
  }

  /** Gives an actor its name. */
  add(name: string, part: ActorPart, ref: ActorRef<never>): void {
    this.#refs.set(name, ref);
    this.#root.record({ type: "named", name, part, uid: `${ref.address}/${ref.id}` });
  }

  /** The actor of a name. Throws when the scenario has not started it. */
  find(name: string): ActorRef<never> {
    const ref = this.#refs.get(name);
    if (ref === undefined)
      throw new RangeError(`the scenario names ${name}, which was not started`);
    return ref;
  }
}

/** The actor system of a host, once it has been started. */
export const hosted = perPlace((host: StudentHost): { system?: ActorSystem } => {
  const server: { system?: ActorSystem } = {};
  host.onClose(async () => server.system?.close());
  return server;
});

/** Starts an actor system in a host, and an actor in it. */
export async function startIn(
  host: StudentHost,
  port: number,
  props: Props<never>,
): Promise<StartedServer> {
  const { ActorSystem } = await host.tree.load<typeof ActorSystemModule>("actor/actor_system.js");
  const system = await ActorSystem.start(port);
  hosted(host).system = system;
  const actor = await system.startActor(props);
  return { address: system.address, actor };
}

/** The props of a class of the tree. */
export async function propsOf(
  { tree }: StudentHost,
  module: string,
  name: string,
  ...args: readonly unknown[]
): Promise<Props<never>> {
  const loaded = await tree.load<Record<string, { readonly module: string }>>(`${module}.js`);
  const found = loaded[name];
  if (found === undefined) throw new Error(`${module}.ts exports no class ${name}`);
  return { module: found.module, name, args };
}

/** Starts a server with one actor, which gets the server's name. */
export async function startServer<Request>(
  root: RunRoot,
  server: string,
  part: ActorPart,
  kind: StepKind<never, Request, StartedServer>,
  request: Request,
): Promise<void> {
  // What is counted here are the actors that hold a store.
  const stores = part === "replica" ? 1 : 0;
  const what = `the ${part} ${server}`;
  await servers(root).start({ server, what, actors: stores, kind, request });
  actors(root).add(server, part, servers(root).started(server).actor);
}
