import { url as inspectorUrl } from "node:inspector";
import type { Duplex } from "node:stream";
import { WebSocket, type RawData } from "./ws.js";
import { DelayLine, type DelayClock } from "./latency.js";
import type { Link } from "./platform.js";
import { TextInbox } from "./text_inbox.js";

/** How long to wait for the other side of a closing link before the socket is terminated, in milliseconds. */
export const closeGraceMs = 500;

/** A link with this much unread data is terminated: the other side is unlikely to catch up, and memory is finite. */
const maxUnsentBytes = 256 * 1024 * 1024;

/** A link on which nothing arrives for one to two of these periods, not even the answer to a ping, is terminated. */
const heartbeatMs = 10_000;

/** The common part of both ends of a link: it buffers texts until a handler is set, and reports the end once. */
abstract class SocketLink implements Link {
  readonly #inbox = new TextInbox();
  #handleClose: ((reason: string) => void) | undefined;
  #closedBecause: string | undefined;
  #cutBecause: string | undefined;
  #closedHere = false;

  constructor(
    protected readonly socket: WebSocket,
    readonly peer: string,
  ) {
    let failure: string | undefined;
    socket.on("message", (data: RawData) => {
      // Each text arrives as one Buffer, because ws joins fragments and binaryType has its default.
      this.arrived((data as Buffer).toString("utf8"));
    });
    socket.on("error", (error: Error & { code?: string }) => {
      failure = explainSocketError(error);
    });
    socket.on("close", (code: number, reason: Buffer) => {
      const orderly = this.#closedHere ? "closed here" : closeReason(code, reason.toString("utf8"));
      this.ended(this.#cutBecause ?? failure ?? orderly);
    });
  }

  /** See {@link Link.send}. */
  abstract send(text: string): void;
  /** See {@link Link.close}. */
  abstract close(): void;
  protected abstract arrived(text: string): void;
  protected abstract ended(reason: string): void;

  onMessage(handle: (text: string) => void): void {
    this.#inbox.onText(handle);
  }

  onClose(handle: (reason: string) => void): void {
    this.#handleClose = handle;
    if (this.#closedBecause !== undefined) handle(this.#closedBecause);
  }

  /** Writes a text to the socket, if it is still open. */
  protected transmit(text: string): void {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    if (this.socket.bufferedAmount > maxUnsentBytes) this.cut("the other side does not read");
    else this.socket.send(text);
  }

  /** Ends the link immediately; unsent texts are lost. */
  protected cut(reason: string): void {
    this.#cutBecause ??= reason;
    this.socket.terminate();
  }

  protected handOn(text: string): void {
    this.#inbox.arrived(text);
  }

  protected handOnEnd(reason: string): void {
    if (this.#closedBecause !== undefined) return;
    this.#closedBecause = reason;
    this.#handleClose?.(reason);
  }

  protected closeSocket(): void {
    if (this.socket.readyState >= WebSocket.CLOSING) return;
    this.#closedHere = true;
    this.socket.close(1000);
    const cut = setTimeout(() => {
      this.socket.terminate();
    }, closeGraceMs);
    this.socket.once("close", () => {
      clearTimeout(cut);
    });
  }
}

/** The listener's end. It sends all texts of one turn of the event loop in one write, which halves the cost. */
export class AcceptedLink extends SocketLink {
  #corked = false;

  constructor(
    socket: WebSocket,
    private readonly connection: Duplex,
    peer: string,
  ) {
    super(socket, peer);
  }

  send(text: string): void {
    if (!this.#corked) {
      this.#corked = true;
      this.connection.cork();
      process.nextTick(() => {
        this.#corked = false;
        this.connection.uncork();
      });
    }
    this.transmit(text);
  }

  close(): void {
    this.closeSocket();
  }

  protected arrived(text: string): void {
    this.handOn(text);
  }

  protected ended(reason: string): void {
    this.handOnEnd(reason);
  }
}

type Delayed = { readonly text: string } | { readonly closed: string };

/** The dialler's end, which also simulates the artificial latency of both directions. */
export class DialledLink extends SocketLink {
  readonly #outgoing: DelayLine<Delayed>;
  readonly #incoming: DelayLine<Delayed>;
  #closed = false;

  constructor(socket: WebSocket, peer: string, clock: DelayClock, latencyMs: () => number) {
    super(socket, peer);
    this.#outgoing = new DelayLine<Delayed>(clock, latencyMs, (item) => {
      if ("closed" in item) this.closeSocket();
      else this.transmit(item.text);
    });
    this.#incoming = new DelayLine<Delayed>(clock, latencyMs, (item) => {
      if ("closed" in item) this.handOnEnd(item.closed);
      else this.handOn(item.text);
    });
    this.#watch();
  }

  send(text: string): void {
    if (!this.#closed) this.#outgoing.push({ text });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#outgoing.push({ closed: "closed here" });
  }

  /** Detects that the other side has disappeared without closing the connection, as after a pulled cable. */
  #watch(): void {
    let alive = true;
    const sign = (): void => {
      alive = true;
    };
    this.socket.on("pong", sign);
    this.socket.on("message", sign);
    const beat = setInterval(() => {
      // A process that is being debugged may be paused for any time.
      if (!alive && inspectorUrl() === undefined)
        this.cut(`no sign of life for ${heartbeatMs / 1_000} s`);
      alive = false;
      if (this.socket.readyState === WebSocket.OPEN) this.socket.ping();
    }, heartbeatMs);
    beat.unref();
    this.socket.once("close", () => {
      clearInterval(beat);
    });
  }

  protected arrived(text: string): void {
    this.#incoming.push({ text });
  }

  protected ended(reason: string): void {
    this.#closed = true;
    this.#outgoing.clear();
    this.#incoming.push({ closed: reason });
  }
}

/** Explains an error of a socket. */
export function explainSocketError(error: Error & { code?: string }): string {
  switch (error.code) {
    case "ECONNREFUSED":
      return "nobody listens there (connection refused)";
    case "ENOTFOUND":
      return "no host has that name";
    case "ECONNRESET":
      return "the other side reset the connection";
    case "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH":
      return "a message was longer than the receiver allows";
    default:
      // If a name has several addresses, Node collects their failures in an error without a message.
      return error.message === "" ? (error.code ?? error.name) : error.message;
  }
}

function closeReason(code: number, reason: string): string {
  if (code === 1000 || code === 1001) return reason === "" ? "closed by the other side" : reason;
  if (code === 1009) return "a message was longer than the receiver allows";
  if (code === 1006 || code === 1005) return "connection lost";
  return reason === "" ? `closed with code ${code}` : `${reason} (code ${code})`;
}
