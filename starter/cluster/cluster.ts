import type { ActorRef } from "../actor/actor_ref.js";
import { ActorSystem } from "../actor/actor_system.js";
import { props } from "../actor/props.js";
import { Client } from "../replicas/client.js";
import { Mediator } from "../replicas/mediator.js";
import type { MediatorMessage, ReplicaMessage, Value } from "../replicas/messages.js";
import { Persistence, type PersistenceFailures } from "../replicas/persistence.js";
import { Replica } from "../replicas/replica.js";

/** What can go wrong in a cluster, on purpose. */
export interface ClusterOptions {
  readonly persistence: PersistenceFailures;
  /** Whether messages between replicators and secondaries get lost. */
  readonly lossy: boolean;
  /** Gets what actors throw, and what the cluster has to say. */
  readonly report: (line: string) => void;
}

interface Node {
  readonly system: ActorSystem;
  readonly replica: ActorRef<ReplicaMessage>;
}

/**
 * A cluster in one process: a mediator, and replicas `r1`, `r2` and so on, each in an actor system of its own with a port
 * of its own.
 */
export class Cluster {
  readonly #options: ClusterOptions;
  readonly #system: ActorSystem;
  readonly #mediator: ActorRef<MediatorMessage>;
  readonly #client: Client;
  readonly #nodes = new Map<string, Node>();
  #started = 0;

  private constructor(
    options: ClusterOptions,
    system: ActorSystem,
    mediator: ActorRef<MediatorMessage>,
  ) {
    this.#options = options;
    this.#system = system;
    this.#mediator = mediator;
    this.#client = new Client(system);
  }

  /** Starts a cluster without replicas. */
  static async start(options: ClusterOptions): Promise<Cluster> {
    const system = await ActorSystem.start(0);
    const mediator = await system.startActor(props(Mediator, { lossy: options.lossy }));
    return new Cluster(options, system, mediator);
  }

  /** The names of the replicas that have joined and not left; the first one is the primary. */
  get members(): readonly string[] {
    return [...this.#nodes.keys()];
  }

  /** Starts a replica, which joins. Returns its name. */
  async join(): Promise<string> {
    const name = `r${++this.#started}`;
    const system = await ActorSystem.start(0);
    system.onError((error) => {
      this.#options.report(`${name}: ${error.message}`);
    });
    const persistence = props(Persistence, this.#options.persistence);
    const replica = await system.startActor(props(Replica, this.#mediator, persistence));
    this.#nodes.set(name, { system, replica });
    return name;
  }

  /** Lets a secondary leave, and ends it. */
  async leave(name: string): Promise<void> {
    const { system, replica } = this.#find(name);
    if (name === this.members[0]) throw new Error(`${name} is the primary, which stays`);
    this.#system.tell(this.#mediator, { type: "leave", replica });
    this.#nodes.delete(name);
    await system.close();
  }

  /** Inserts a value. Returns whether it was acknowledged. */
  insert(key: string, value: string, name?: string): Promise<boolean> {
    return this.#client.insert(this.#find(name).replica, key, value);
  }

  /** Removes a key. Returns whether that was acknowledged. */
  remove(key: string, name?: string): Promise<boolean> {
    return this.#client.remove(this.#find(name).replica, key);
  }

  /** The value of a key at a replica; without a name, at the primary. */
  get(key: string, name?: string): Promise<Value> {
    return this.#client.get(this.#find(name).replica, key);
  }

  /** Ends everything. */
  async close(): Promise<void> {
    await Promise.all([...this.#nodes.values()].map(({ system }) => system.close()));
    await this.#system.close();
  }

  #find(name = this.members[0] ?? ""): Node {
    const node = this.#nodes.get(name);
    if (node === undefined) {
      throw new Error(`there is no replica ${name}; there are ${this.members.join(", ")}`);
    }
    return node;
  }
}
