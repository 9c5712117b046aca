import type { History } from "../../../history/history.js";
import { told } from "./told.js";

/** What an actor is: what the scenario says, or, of children, what its messages show. */
export type PartName =
  "replica" | "replicator" | "mediator" | "probe" | "persistence" | "link" | "other";

/** An actor of a run, with a name for people. */
export interface NamedActor {
  readonly uid: string;
  readonly name: string;
  readonly part: PartName;
  readonly server: string;
}

/**
 * The names of the actors of a run. The scenario names the ones that it starts. What their children are follows from the
 * messages that they get: whoever is asked to persist is a persistence, for example.
 */
export class Names {
  readonly #byUid = new Map<string, NamedActor>();
  readonly #byName = new Map<string, NamedActor>();
  readonly #serverOf = new Map<string, string>();
  /** Where an actor sent its first snapshot. */
  readonly #firstSecondary = new Map<string, string>();

  constructor(history: History) {
    for (const record of history.records) {
      if (record.type === "tell") {
        this.#serverOf.set(record.from, record.server);
        this.#serverOf.set(record.to, record.toServer);
      } else if (record.type === "named") {
        const { uid, name, part } = record;
        this.#add({ uid, name, part, server: part === "probe" ? "bench" : name });
      }
    }
    const all = told(history);
    for (const { from, to, message } of all) {
      if (message.type === "snapshot" && !this.#firstSecondary.has(from)) {
        this.#firstSecondary.set(from, to);
      }
    }
    for (const { from, to, message } of all) {
      if (message.type === "persist") this.#addChild(to, "persistence");
      if (message.type === "replicate") this.#addChild(to, "replicator");
      if (message.type === "snapshot") this.#addChild(from, "replicator");
      if (message.type === "snapshotAck") this.#addChild(from, "replicator");
    }
  }

  /** The name of an actor, by its uid. */
  of(uid: string): string {
    return this.#byUid.get(uid)?.name ?? uid;
  }

  /** The name of an actor's lane in a picture, beside the lane of its server. */
  laneOf(uid: string): string {
    const actor = this.#byUid.get(uid);
    if (actor === undefined) return uid;
    return actor.name === actor.server ? `${actor.server}/${actor.part}` : actor.name;
  }

  /** An actor by its uid. */
  find(uid: string): NamedActor | undefined {
    return this.#byUid.get(uid);
  }

  /** The uid of a name; the name itself if nobody has it. */
  uidOf(name: string): string {
    return this.#byName.get(name)?.uid ?? name;
  }

  /** Every actor that is known. */
  get all(): readonly NamedActor[] {
    return [...this.#byUid.values()];
  }

  /** Who gets the snapshots of a replicator in the end, where lossy links stand between the two. */
  secondaryOf(replicator: string): string | undefined {
    let uid = this.#firstSecondary.get(replicator);
    for (let hops = 0; hops < 3 && uid !== undefined && this.#isLink(uid); hops++) {
      uid = this.#firstSecondary.get(uid);
    }
    return uid;
  }

  #isLink(uid: string): boolean {
    const server = this.#serverOf.get(uid) ?? "";
    return this.#byName.get(server)?.part === "mediator" && this.#byName.get(server)?.uid !== uid;
  }

  #addChild(uid: string, part: PartName): void {
    if (this.#byUid.has(uid)) return;
    const server = this.#serverOf.get(uid) ?? "?";
    const isLink = this.#isLink(uid);
    const secondary = part === "replicator" ? this.secondaryOf(uid) : undefined;
    const end = secondary === undefined ? "" : ` to ${this.of(secondary)}`;
    const base = `${server}/${isLink ? "link" : part}${end}`;
    let name = base;
    for (let next = 2; this.#byName.has(name); next++) name = `${base} #${next}`;
    this.#add({ uid, name, part: isLink ? "link" : part, server });
  }

  #add(actor: NamedActor): void {
    this.#byUid.set(actor.uid, actor);
    this.#byName.set(actor.name, actor);
  }
}
