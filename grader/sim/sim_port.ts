import type { HostMain, HostPort, Port } from "../../starter/platform/platform.js";
import type { TextInbox } from "../../starter/platform/text_inbox.js";
import { withoutCopies } from "./modules/tree_copies.js";
import { Lane } from "./lane.js";
import { asError, type SimHost } from "./sim_host.js";
import type { World } from "./world.js";

/** How long a host has to end by itself after it was asked to, in microseconds. */
const closeGraceUs = 1_000_000;

/** What a new thread gets to know. */
export interface SimThreadOptions {
  readonly entry: string;
  readonly data: string;
  readonly parent: SimHost;
  readonly host: SimHost;
}

/** A simulated thread as the one that spawned it sees it, from the start of its `main` to its end. */
export class SimThread {
  /** Fulfilled with the spawning side's end once `main` has been; see `Platform.spawn`. */
  readonly started: Promise<HostPort>;
  readonly #world: World;
  readonly #options: SimThreadOptions;
  readonly #toHost: Lane;
  readonly #toParent: Lane;
  readonly #parentEnd: ParentEnd;
  readonly #hostEnd: HostEnd;
  #settle: (error?: Error) => void = () => undefined;
  #running = false;

  constructor(world: World, options: SimThreadOptions) {
    this.#world = world;
    this.#options = options;
    const { parent, host } = options;
    const laneFrom = (from: SimHost, to: SimHost): Lane =>
      new Lane(world, {
        from,
        to,
        via: "port",
        usualUs: () => from.jitter.within(world.options.timing.threadUs),
      });
    this.#toHost = laneFrom(parent, host);
    this.#toParent = laneFrom(host, parent);
    this.#parentEnd = new ParentEnd(this, parent);
    this.#hostEnd = new HostEnd(this, host);
    this.started = new Promise((resolve, reject) => {
      this.#settle = (error) => {
        if (error === undefined) resolve(this.#parentEnd);
        else reject(error);
      };
    });
    const forgetEnding = parent.atEnd(() => {
      host.end();
    });
    host.atEnd(forgetEnding);
    const startUs = parent.jitter.within(world.options.timing.threadStartUs);
    world.schedule(startUs, host, "start of a host", () => void this.#runMain());
  }

  postToHost(text: string): void {
    this.#toHost.send(text, () => {
      this.#hostEnd.arrived(text);
    });
  }

  postToParent(text: string): void {
    this.#toParent.send(text, () => {
      this.#parentEnd.arrived(text);
    });
  }

  /** Asks the host to end, and ends it by force when it does not. */
  askToEnd(): void {
    this.#toHost.signal(() => void this.#hostEnd.close());
    this.#world.schedule(closeGraceUs, this.#options.parent, "timer", () => {
      if (this.#options.host.alive) this.ended(undefined);
    });
  }

  /**
   * Ends the host as if its process were killed; the spawning side sees that it has ended, and no error. Does nothing,
   * and returns false, while the host is still starting.
   */
  kill(): boolean {
    if (this.#running) this.ended(undefined);
    return this.#running;
  }

  /** Ends the host, if it has not ended, and lets the spawning side know with which outcome. */
  ended(failure: Error | undefined): void {
    this.#options.host.end();
    const error = failure && copyError(failure);
    this.#toParent.signal(() => {
      const { PlatformError } = this.#options.parent.seam;
      this.#settle(
        error ?? new PlatformError("host-ended", `${this.#options.host.name} was closed`),
      );
      this.#parentEnd.ended(error);
    });
  }

  async #runMain(): Promise<void> {
    const { entry, data, host } = this.#options;
    try {
      const module = (await this.#world.load(host, entry)) as { main?: HostMain };
      if (module.main === undefined) throw new Error(`${entry} exports no main(port, data)`);
      await module.main(this.#hostEnd, data);
      this.#running = true;
      this.#toParent.signal(this.#settle);
    } catch (error) {
      if (host.alive) this.ended(asError(error));
    }
  }
}

/** What both ends have in common. */
abstract class PortEnd {
  readonly #inbox: TextInbox;

  constructor({ seam }: SimHost) {
    this.#inbox = new seam.TextInbox();
  }

  onMessage(handle: (text: string) => void): void {
    this.#inbox.onText(handle);
  }

  arrived(text: string): void {
    this.#inbox.arrived(text);
  }
}

/** The spawning side's end. */
class ParentEnd extends PortEnd implements HostPort {
  readonly #thread: SimThread;
  #handleClose: ((error: Error | undefined) => void | Promise<void>) | undefined;
  #ended: { readonly error: Error | undefined } | undefined;
  #asked = false;
  #whenEnded: () => void = () => undefined;
  readonly #end = new Promise<void>((resolve) => (this.#whenEnded = resolve));

  constructor(thread: SimThread, host: SimHost) {
    super(host);
    this.#thread = thread;
  }

  post(text: string): void {
    this.#thread.postToHost(text);
  }

  onClose(handle: (error: Error | undefined) => void | Promise<void>): void {
    this.#handleClose = handle;
    if (this.#ended !== undefined) void handle(this.#ended.error);
  }

  close(): Promise<void> {
    if (!this.#asked && this.#ended === undefined) this.#thread.askToEnd();
    this.#asked = true;
    return this.#end;
  }

  kill(): Promise<void> {
    this.#thread.kill();
    return this.#end;
  }

  ended(error: Error | undefined): void {
    if (this.#ended !== undefined) return;
    this.#ended = { error };
    this.#whenEnded();
    void this.#handleClose?.(error);
  }
}

/** The spawned side's end. */
class HostEnd extends PortEnd implements Port {
  readonly #thread: SimThread;
  #handleClose: ((error: Error | undefined) => void | Promise<void>) | undefined;
  #closing: Promise<void> | undefined;

  constructor(thread: SimThread, host: SimHost) {
    super(host);
    this.#thread = thread;
  }

  post(text: string): void {
    this.#thread.postToParent(text);
  }

  onClose(handle: (error: Error | undefined) => void | Promise<void>): void {
    this.#handleClose = handle;
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    let failure: Error | undefined;
    try {
      await this.#handleClose?.(undefined);
    } catch (error) {
      failure = asError(error);
    }
    this.#thread.ended(failure);
  }
}

/** An error as it arrives on another thread: message and stack are kept, its class and its other fields are not. */
function copyError(error: Error): Error {
  let copy: Error;
  try {
    copy = structuredClone(error);
  } catch {
    copy = new Error(error.message);
  }
  copy.message = withoutCopies(error.message);
  if (error.stack !== undefined) copy.stack = withoutCopies(error.stack);
  return copy;
}
