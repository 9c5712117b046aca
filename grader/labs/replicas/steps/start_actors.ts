import type { ActorRef } from "../../../../starter/actor/actor_ref.js";
import type { MediatorOptions } from "../../../../starter/replicas/mediator.js";
import type { PersistenceFailures } from "../../../../starter/replicas/persistence.js";
import type { StepKind } from "../../../run/step_kind.js";
import { actors, propsOf, startIn, startServer, type StartedServer } from "./servers.js";

/** Starts a server with the given mediator. */
export interface StartMediator extends MediatorOptions {
  readonly do: "startMediator";
  readonly server: string;
}

/** Starts a server with a replica of the student's. */
export interface StartReplica {
  readonly do: "startReplica";
  readonly server: string;
  /** The name of the mediator: a server, or a probe. */
  readonly mediator: string;
  /** How the given persistence fails, or the probe that plays the persistence. */
  readonly persistence: PersistenceFailures | PlayedPersistence<string>;
}

/** A persistence that a probe plays. */
interface PlayedPersistence<Probe> {
  readonly probe: Probe;
  /** For how many of the first requests it throws; default: for none. */
  readonly throws?: number;
}

/** Starts a server with a replicator of the student's, and no replica. */
export interface StartReplicator {
  readonly do: "startReplicator";
  readonly server: string;
  /** The name of the secondary: a probe. */
  readonly secondary: string;
}

const needs = ({ server }: { readonly server: string }) => ({ ports: { [server]: 1 }, threads: 2 });

interface MediatorRequest {
  readonly port: number;
  readonly options: MediatorOptions;
}

export const startMediator: StepKind<StartMediator, MediatorRequest, StartedServer> = {
  module: import.meta.url,
  inWords: ({ server }) => `starting the mediator ${server}`,
  needs,
  run: ({ do: _, server, ...options }, root) =>
    startServer(root, server, "mediator", startMediator, {
      port: root.ports.portOf(server),
      options,
    }),
  async inHost({ port, options }, host) {
    return startIn(host, port, await propsOf(host, "replicas/mediator", "Mediator", options));
  },
};

interface ReplicaRequest {
  readonly port: number;
  readonly mediator: ActorRef<never>;
  readonly persistence: PersistenceFailures | PlayedPersistence<ActorRef<never>>;
}

export const startReplica: StepKind<StartReplica, ReplicaRequest, StartedServer> = {
  module: import.meta.url,
  inWords: ({ server }) => `starting the replica ${server}`,
  needs,
  run({ server, mediator, persistence }, root) {
    const known = actors(root);
    return startServer(root, server, "replica", startReplica, {
      port: root.ports.portOf(server),
      mediator: known.find(mediator),
      persistence:
        typeof persistence === "string"
          ? persistence
          : { ...persistence, probe: known.find(persistence.probe) },
    });
  },
  async inHost({ port, mediator, persistence }, host) {
    const given =
      typeof persistence === "string"
        ? await propsOf(host, "replicas/persistence", "Persistence", persistence)
        : {
            module: new URL("./probe_actor.js", import.meta.url).href,
            name: "ForwardingPersistence",
            args: [persistence.probe, persistence.throws ?? 0],
          };
    const replica = await propsOf(host, "replicas/replica", "Replica", mediator, given);
    return startIn(host, port, replica);
  },
};

interface ReplicatorRequest {
  readonly port: number;
  readonly secondary: ActorRef<never>;
}

export const startReplicator: StepKind<StartReplicator, ReplicatorRequest, StartedServer> = {
  module: import.meta.url,
  inWords: ({ server }) => `starting the replicator ${server}`,
  needs,
  run({ server, secondary }, root) {
    return startServer(root, server, "replicator", startReplicator, {
      port: root.ports.portOf(server),
      secondary: actors(root).find(secondary),
    });
  },
  async inHost({ port, secondary }, host) {
    return startIn(host, port, await propsOf(host, "replicas/replicator", "Replicator", secondary));
  },
};
