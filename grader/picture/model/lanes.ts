import type { History } from "../../history/history.js";
import type { ActorName } from "../../history/scenario.js";
import type { Scenario, Step } from "../../labs/cmud/steps/index.js";
import { ActorNames } from "../../labs/cmud/reading/actor_names.js";
import { PutOrder } from "../../labs/cmud/reading/put_order.js";
import type { Lane } from "../page/model.js";

/** The lanes of a picture, and where things belong. */
export class Lanes {
  /** The lane of marks, waits, and what the world does. */
  readonly scenario = 0;
  readonly #lanes: Lane[] = [{ kind: "scenario", name: "scenario" }];
  readonly #byName = new Map<string, number>();
  readonly #byUid = new Map<string, number>();

  /** Lays out what the scenario names, and actors that only the history knows. */
  constructor(scenario: Scenario, history: History) {
    if (history.records.some(({ type }) => type === "query"))
      this.#add({ kind: "clients", name: "clients" });
    const uids = uidsByServer(history);
    const names = new ActorNames(history, new PutOrder(history));
    for (const [server, count] of serversOf(scenario.steps)) {
      this.#add({ kind: "server", name: server, server });
      for (let i = 0; i < count; i++) {
        const name: ActorName = `${server}/${i}`;
        const uid = names.uidOf(name);
        this.#add({ kind: "actor", name, server, ...(uid === undefined ? {} : { uid }) });
      }
      for (const uid of uids.get(server) ?? []) {
        if (!this.#byUid.has(uid)) {
          this.#add({ kind: "actor", name: `${server}#${idOf(uid)}`, server, uid });
        }
      }
      uids.delete(server);
    }
    for (const [server, others] of uids) {
      this.#add({ kind: "server", name: server, server });
      for (const uid of others) {
        this.#add({ kind: "actor", name: `${server}#${idOf(uid)}`, server, uid });
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

  /** The lane of an actor with a uid; that of its server when there is none. */
  ofUid(uid: string, server: string): number {
    return this.#byUid.get(uid) ?? this.named(server);
  }

  /** The lane of a server, an actor, a mailbox or whatever has this name; it is made when there is none. */
  named(name: string): number {
    return this.#byName.get(name) ?? this.#add({ kind: "other", name });
  }

  /** The lane of what has this name, if there is one. */
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

/** The servers and systems that steps start, with their numbers of query actors. */
function serversOf(steps: readonly Step[], found = new Map<string, number>()): Map<string, number> {
  for (const step of steps) {
    if (step.do === "startServer") {
      found.set(step.server, Math.max(step.actors, found.get(step.server) ?? 0));
    } else if (step.do === "startSystem") {
      found.set(step.system, 0);
    } else if (step.do === "parallel") {
      for (const branch of step.branches) serversOf(branch, found);
    } else if (step.do === "paced") {
      serversOf(step.steps, found);
    }
  }
  return found;
}

/** The uids of the actors that occur in a history, by server, each server's in the order of their ids. */
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
    } else if (record.type === "handled") {
      see(record.server, record.actor);
    }
  }
  for (const [server, uids] of all) {
    all.set(server, new Set([...uids].sort((a, b) => idOf(a) - idOf(b))));
  }
  return all;
}

function idOf(uid: string): number {
  return Number(uid.slice(uid.lastIndexOf("/") + 1));
}
