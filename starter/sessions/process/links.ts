import { platform } from "../../platform/current.js";
import type { Link, Listener } from "../../platform/platform.js";
import type { ActorRef } from "../../actor/actor_ref.js";
import type { Peer } from "../messages.js";
import type { ProcessAddress } from "./requests.js";

/** Messages of a type that only the student's code knows. */
type Unknown = never;

/** What the links of a process report. */
export interface LinksOptions {
  /** A link is up. */
  readonly onConnected: (peer: Peer<Unknown>) => void;
  /** A link is broken, or the process at its other end has ended. */
  readonly onDisconnected: (peer: Peer<Unknown>) => void;
  /** Somebody who draws a run asks what this process stores; replies with any text. */
  readonly onLook: () => Promise<string>;
  /** A message for an actor of this process has arrived. */
  readonly onText: (actorId: number, text: string) => void;
}

/** The number of a process's actor in its refs: every process has one actor. */
export const actorId = 1;

/** The first text of a link that is for looking only. */
export const look = "look";

/** How long the other end of a new link may take to answer, in milliseconds. */
const welcomeTimeoutMs = 5_000;

/** A link to another process that is up. */
interface PeerLink {
  readonly peer: Peer<Unknown>;
  readonly link: Link;
}

/**
 * The links of one process to others. A link is a connection of the platform; the two ends introduce themselves with
 * their first texts. A broken link is closed at both ends; texts that were on their way are ignored.
 */
export class Links {
  readonly #options: LinksOptions;
  readonly #listener: Listener;
  readonly #byId = new Map<number, PeerLink>();
  readonly #byAddress = new Map<string, PeerLink>();
  #self: ProcessAddress;

  /** Listens for links. */
  static async listen(
    { kind, id, port }: { readonly kind: Peer<Unknown>["kind"]; readonly id: number; port: number },
    options: LinksOptions,
  ): Promise<Links> {
    let accept: (link: Link) => void = () => undefined;
    const listener = await platform().listen({ port }, (link) => {
      accept(link);
    });
    const address = `${platform().publicName}:${listener.port}`;
    const links = new Links({ kind, id, address }, listener, options);
    accept = (link) => {
      links.#accept(link);
    };
    return links;
  }

  private constructor(self: ProcessAddress, listener: Listener, options: LinksOptions) {
    this.#self = self;
    this.#listener = listener;
    this.#options = options;
  }

  /** The address of this process. */
  get address(): string {
    return this.#self.address;
  }

  /** Makes a link to another process, unless there is one. Resolves when both ends have reported it. */
  async connect(to: ProcessAddress): Promise<void> {
    if (this.#byId.has(to.id)) return;
    const link = await platform().dial(to.address);
    link.send(JSON.stringify(this.#self));
    await new Promise<void>((resolve, reject) => {
      const cancel = platform().after(welcomeTimeoutMs, () => {
        reject(new Error(`process ${to.id} does not answer at ${to.address}`));
      });
      link.onClose((reason) => {
        cancel();
        reject(new Error(`the link to process ${to.id} broke: ${reason}`));
      });
      link.onMessage(() => {
        cancel();
        this.#add(link, to);
        resolve();
      });
    });
  }

  /** Breaks the link to a process, if there is one: from now on nothing is sent over it, and what arrives is ignored. */
  cut(id: number): void {
    const broken = this.#byId.get(id);
    if (broken === undefined) return;
    this.#remove(broken);
    broken.link.close();
  }

  /** Sends a text to an actor of another process; drops it if there is no link to that. */
  send(ref: ActorRef<never>, text: string): void {
    this.#byAddress.get(ref.address)?.link.send(`${ref.id}\n${text}`);
  }

  /** Closes everything. */
  async close(): Promise<void> {
    await this.#listener.close();
  }

  /** The first text says who has dialled; the answer only says that it was read. */
  #accept(link: Link): void {
    link.onMessage((hello) => {
      if (hello === look) {
        void this.#options.onLook().then((text) => {
          link.send(text);
        });
        return;
      }
      const from = JSON.parse(hello) as ProcessAddress;
      // Whoever dials has no link any more, so an older one has died, and this end has not noticed yet.
      this.cut(from.id);
      link.send("welcome");
      this.#add(link, from);
    });
  }

  #add(link: Link, { kind, id, address }: ProcessAddress): void {
    const peer: Peer<Unknown> = { id, kind, ref: { address, id: actorId } };
    const added: PeerLink = { peer, link };
    this.#byId.set(id, added);
    this.#byAddress.set(address, added);
    link.onMessage((text) => {
      if (this.#byId.get(id) !== added) return;
      const end = text.indexOf("\n");
      this.#options.onText(Number(text.slice(0, end)), text.slice(end + 1));
    });
    link.onClose(() => {
      this.#remove(added);
    });
    this.#options.onConnected(peer);
  }

  #remove(removed: PeerLink): void {
    const { peer } = removed;
    if (this.#byId.get(peer.id) !== removed) return;
    this.#byId.delete(peer.id);
    this.#byAddress.delete(peer.ref.address);
    this.#options.onDisconnected(peer);
  }
}
