import type { LosableLink } from "../../starter/platform/network_table.js";
import type { Link } from "../../starter/platform/platform.js";
import { Lane } from "./lane.js";
import type { TextInbox } from "../../starter/platform/text_inbox.js";
import type { SimHost } from "./sim_host.js";
import type { World } from "./world.js";

/** What an end of a new link is made of. */
export interface LinkEndOptions {
  readonly host: SimHost;
  readonly peer: string;
  readonly maxMessageBytes: number;
  /** Called when this end has closed. */
  readonly ended?: (link: SimLink) => void;
}

/** Reasons that both implementations of the platform give in the same words. */
const closedHere = "closed here";
const closedByPeer = "closed by the other side";
const tooLong = "a message was longer than the receiver allows";
const lost = "connection lost";

/**
 * One end of a link in memory.
 *
 * Closing in order: the end that closes still gets what was under way to it, until the other end's answer arrives.
 */
export class SimLink implements Link, LosableLink {
  readonly peer: string;
  readonly #world: World;
  readonly #options: LinkEndOptions;
  readonly #out: Lane;
  readonly #inbox: TextInbox;
  #forgetEnding: (() => void) | undefined;
  #other: SimLink | undefined;
  #state: "open" | "closing" | "closed" = "open";
  #handleClose: ((reason: string) => void) | undefined;
  #closedBecause: string | undefined;
  #whenEnded: (() => void) | undefined;

  /** Makes both ends of a link. `latencyUs` is asked for every text, in both directions. */
  static pair(
    world: World,
    dialler: LinkEndOptions,
    acceptor: LinkEndOptions,
    latencyUs: () => number,
  ): [dialled: SimLink, accepted: SimLink] {
    const { linkUs } = world.options.timing;
    const laneTo = (to: SimHost, from: SimHost): Lane =>
      new Lane(world, {
        from,
        to,
        via: "link",
        usualUs: () => latencyUs() + from.jitter.within(linkUs),
      });
    const dialled = new SimLink(world, dialler, laneTo(acceptor.host, dialler.host));
    const accepted = new SimLink(world, acceptor, laneTo(dialler.host, acceptor.host));
    dialled.#join(accepted);
    accepted.#join(dialled);
    return [dialled, accepted];
  }

  private constructor(world: World, options: LinkEndOptions, out: Lane) {
    this.#world = world;
    this.peer = options.peer;
    this.#options = options;
    this.#out = out;
    this.#inbox = new options.host.seam.TextInbox();
  }

  send(text: string): void {
    if (this.#state !== "open") return;
    const other = this.#other;
    if (other === undefined) return;
    this.#out.send(text, () => {
      other.#onText(text);
    });
  }

  onMessage(handle: (text: string) => void): void {
    this.#inbox.onText(handle);
  }

  onClose(handle: (reason: string) => void): void {
    this.#handleClose = handle;
    if (this.#closedBecause !== undefined) handle(this.#closedBecause);
  }

  close(): void {
    if (this.#state !== "open") return;
    this.#state = "closing";
    this.#tellOther((other) => {
      other.#onPeerCloses();
    });
  }

  /** Closes both ends without waiting for the other one. Call it in an event of this end's host. */
  cut(reason: string): void {
    if (this.#state === "closed") return;
    this.#tellOther((other) => {
      other.#end(reason);
    });
    this.#end(reason);
  }

  /** Both ends get to know at the same time; what is under way arrives no more. Call it in an event of this end's host. */
  lose(): void {
    const other = this.#other;
    if (other !== undefined) {
      this.#world.schedule(0, other.#options.host, "network event", () => {
        other.#end(lost);
      });
    }
    this.#end(lost);
  }

  /** Has something done when this end has closed, beside what its handler does. */
  whenEnded(run: () => void): void {
    this.#whenEnded = run;
  }

  #join(other: SimLink): void {
    this.#other = other;
    this.#forgetEnding = this.#options.host.atEnd(() => {
      this.#tellOther((there) => {
        there.#end(lost);
      });
    });
  }

  #onText(text: string): void {
    if (this.#state === "closed") return;
    if (isLonger(text, this.#options.maxMessageBytes)) this.cut(tooLong);
    else this.#inbox.arrived(text);
  }

  #onPeerCloses(): void {
    if (this.#state === "closing") {
      this.#end(closedHere);
    } else if (this.#state === "open") {
      this.#tellOther((other) => {
        other.#end(closedHere);
      });
      this.#end(closedByPeer);
    }
  }

  #end(reason: string): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#forgetEnding?.();
    this.#options.ended?.(this);
    this.#whenEnded?.();
    this.#closedBecause = reason;
    this.#handleClose?.(reason);
  }

  #tellOther(what: (other: SimLink) => void): void {
    const other = this.#other;
    if (other === undefined) return;
    this.#out.signal(() => {
      what(other);
    });
  }
}

function isLonger(text: string, maxBytes: number): boolean {
  // A character takes 1 to 3 bytes per UTF-16 unit, so the exact count is seldom needed.
  return text.length * 3 > maxBytes && Buffer.byteLength(text) > maxBytes;
}
