import type { History } from "../../history/history.js";
import type { Lane } from "../page/model.js";
import type { ShownServer } from "../picture_spec.js";

/** The lanes of a picture, and which lane things belong to. */
export class Lanes {
  /** The lane of marks, waits, and faults that concern no single server. */
  readonly scenario = 0;
  readonly #lanes: Lane[] = [{ kind: "scenario", name: "scenario" }];
  readonly #byName = new Map<string, number>();
  readonly #byUid = new Map<string, number>();

  /** Lays out the servers with their named actors, and with those that occur only in the history. */
  constructor(history: History, servers: readonly ShownServer[], hasClients: boolean) {
    if (hasClients) this.#add({ kind: "clients", name: "clients" });
    const uids = uidsByServer(history);
    const unnamed = [...uids.keys()].filter((name) =>
      servers.every(({ server }) => server !== name),
    );
    for (const { server, actors } of [
      ...servers,
      ...unnamed.map((name): ShownServer => ({ server: name, actors: [] })),
    ]) {
      this.#add({ kind: "server", name: server, server });
      for (const actor of actors) this.#add({ kind: "actor", server, ...actor });
      for (const uid of [...(uids.get(server) ?? [])].sort((a, b) => idOf(a) - idOf(b))) {
        if (this.#byUid.has(uid)) continue;
        this.#add({ kind: "actor", name: `${server}#${numberOf(uid)}`, server, uid });
      }
    }
  }

  /** All lanes, in the order in which they are shown. */
  get all(): readonly Lane[] {
    return this.#lanes;
  }

  /** The lane of clients. */
  get clients(): number {
    return this.named("clients");
  }

  /** The lane of the actor with a uid, or else of its server. */
  ofUid(uid: string, server: string): number {
    return this.#byUid.get(uid) ?? this.named(server);
  }

  /** The lane of the server, actor, mailbox or other thing with this name; created if there is none. */
  named(name: string): number {
    return this.#byName.get(name) ?? this.#add({ kind: "other", name });
  }

  /** The lane with this name, if there is one. */
  find(name: string): number | undefined {
    return this.#byName.get(name);
  }

  /** The lanes of a server and of its actors. */
  ofServer(server: string): number[] {
    return this.#lanes.flatMap((lane, index) => (lane.server === server ? [index] : []));
  }

  #add(lane: Lane): number {
    const index = this.#lanes.push(lane) - 1;
    this.#byName.set(lane.name, index);
    if (lane.uid !== undefined) this.#byUid.set(lane.uid, index);
    return index;
  }
}

/** The uids of the actors that occur in a history, by server. */
function uidsByServer({ records }: History): Map<string, Set<string>> {
  const all = new Map<string, Set<string>>();
  const see = (server: string, uid: string): void => {
    const known = all.get(server);
    if (known === undefined) all.set(server, new Set([uid]));
    else known.add(uid);
  };
  for (const record of records) {
    if (record.type === "tell") {
      see(record.server, record.from);
      see(record.toServer, record.to);
    } else if (record.type === "handled" || record.type === "actor") {
      see(record.server, record.actor);
    }
  }
  return all;
}

/** The number of an actor for people: `2`, or `2.3` for the third child on the thread of actor 2; see `actor_ids.ts`. */
function numberOf(uid: string): string {
  const id = idOf(uid);
  return id < 1e9 ? String(id) : `${Math.floor(id / 1e9)}.${id % 1e9}`;
}

function idOf(uid: string): number {
  return Number(uid.slice(uid.lastIndexOf("/") + 1));
}
