import type { ActorRef } from "../../../../starter/actor/actor_ref.js";
import type * as ActorSystemModule from "../../../../starter/actor/actor_system.js";
import type * as ServerModule from "../../../../starter/kvserver/server.js";
import type { ActorSystem } from "../../../../starter/actor/actor_system.js";
import { RunServers, type Started } from "../../../run/run_servers.js";
import { perPlace, type RunRoot, type StudentHost } from "../../../run/step_kind.js";
import type { RecordingMessage } from "./recording_actor.js";

/** What a server or a bare actor system tells of itself when it has started. */
export interface StartedServer extends Started {
  /** The server's desc; of a bare system, its recording actor's ref as JSON. */
  readonly desc: string;
}

/** The servers and bare systems of a run. */
export const servers = perPlace((root: RunRoot) => new RunServers<StartedServer>(root));

/** What was started in a host. */
export interface HostedServer {
  /** Ends what was started; does nothing when that was done already, or nothing was started. */
  close: () => Promise<void>;
  /** The bare system, if that was started. */
  system?: { readonly system: ActorSystem; readonly actor: ActorRef<RecordingMessage> };
}

/** What was started in a host; it is closed when the host ends. */
export const hosted = perPlace((host: StudentHost): HostedServer => {
  const server: HostedServer = { close: () => Promise.resolve() };
  host.onClose(() => closeHosted(host));
  return server;
});

/** The recording actor of a bare actor system that runs. */
export function recordingActor(root: RunRoot, system: string): ActorRef<RecordingMessage> {
  return JSON.parse(servers(root).started(system).desc) as ActorRef<RecordingMessage>;
}

/** The bare system that was started in a host. */
export function hostedSystem(host: StudentHost): NonNullable<HostedServer["system"]> {
  const { system } = hosted(host);
  if (system === undefined) throw new Error("no system was started here");
  return system;
}

/** What `Server.start` gets. */
interface Start {
  readonly port: number;
  readonly actors: number;
  readonly remoteDescs: readonly string[];
}

/**
 * Starts a server while the port of its last query actor is in use, which must fail.
 *
 * @returns the error, or undefined if it did not fail.
 */
export async function failedStart(
  { tree }: StudentHost,
  { port, actors, remoteDescs }: Start,
): Promise<{ readonly error: unknown } | undefined> {
  const { Server } = await tree.load<typeof ServerModule>("kvserver/server.js");
  const taken = await tree.platform.listen({ port: port + actors }, () => undefined);
  const failed = await Server.start(port, actors, remoteDescs).then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  await taken.close();
  return failed;
}

/** Ends what was started in a host. Idempotent. */
export async function closeHosted(host: StudentHost): Promise<void> {
  const server = hosted(host);
  const { close } = server;
  server.close = () => Promise.resolve();
  await close();
}

/** The class of actor systems as the tree has it. */
export async function actorSystems({ tree }: StudentHost): Promise<typeof ActorSystem> {
  return (await tree.load<typeof ActorSystemModule>("actor/actor_system.js")).ActorSystem;
}
