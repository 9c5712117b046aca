import { url as inspectorUrl } from "node:inspector";
import type { Duplex } from "node:stream";
import { WebSocket, type RawData } from "./ws.js";
import { DelayLine, type DelayClock } from "./latency.js";
import type { LosableLink } from "./network_table.js";
import type { Link } from "./platform.js";
import { TextInbox } from "./text_inbox.js";

/** How long to wait for the other side of a closing link before the socket is terminated, in milliseconds. */
export const closeGraceMs = 500;

/** A link with this much unread data is terminated: the other side is unlikely to catch up, and memory is finite. */
const maxUnsentBytes = 256 * 1024 * 1024;

/** A link on which nothing arrives for one to two of these periods, not even the answer to a ping, is terminated. */
const heartbeatMs = 10_000;

/** One end of a link. It buffers texts until a handler is set, and reports the end once. */
export class SocketLink implements Link, LosableLink {
  readonly #socket: WebSocket;
  readonly #inbox = new TextInbox();
  readonly #outgoing: DelayLine;
  readonly #incoming: DelayLine;
  #handleClose: ((reason: string) => void) | undefined;
  /** Whether nothing more can be sent. */
  #closed = false;
  #closedHere = false;
  #cutBecause: string | undefined;
  #endedBecause: string | undefined;

  /** `latencyMs` is the artificial latency of each direction; it is read anew for every text. */
  constructor(
    socket: WebSocket,
    readonly peer: string,
    clock: DelayClock,
    latencyMs: () => number,
  ) {
    this.#socket = socket;
    this.#outgoing = new DelayLine(clock, latencyMs);
    this.#incoming = new DelayLine(clock, latencyMs);
    let failure: string | undefined;
    socket.on("message", (data: RawData) => {
      // Each text arrives as one Buffer, because ws joins fragments and binaryType has its default.
      const text = (data as Buffer).toString("utf8");
      this.#incoming.push(() => {
        this.#inbox.arrived(text);
      });
    });
    socket.on("error", (error: Error & { code?: string }) => {
      failure = explainSocketError(error);
    });
    socket.on("close", (code: number, reason: Buffer) => {
      const orderly = this.#closedHere ? "closed here" : closeReason(code, reason.toString("utf8"));
      this.#closed = true;
      this.#outgoing.clear();
      this.#incoming.push(() => {
        this.#endedBecause = this.#cutBecause ?? failure ?? orderly;
        this.#handleClose?.(this.#endedBecause);
      });
    });
  }

  send(text: string): void {
    if (this.#closed) return;
    this.#outgoing.push(() => {
      if (this.#socket.readyState !== WebSocket.OPEN) return;
      if (this.#socket.bufferedAmount > maxUnsentBytes) this.cut("the other side does not read");
      else this.#socket.send(text);
    });
  }

  onMessage(handle: (text: string) => void): void {
    this.#inbox.onText(handle);
  }

  onClose(handle: (reason: string) => void): void {
    this.#handleClose = handle;
    if (this.#endedBecause !== undefined) handle(this.#endedBecause);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#outgoing.push(() => {
      if (this.#socket.readyState >= WebSocket.CLOSING) return;
      this.#closedHere = true;
      this.#socket.close(1000);
      const cut = setTimeout(() => {
        this.#socket.terminate();
      }, closeGraceMs);
      this.#socket.once("close", () => {
        clearTimeout(cut);
      });
    });
  }

  lose(): void {
    this.#outgoing.clear();
    this.#incoming.clear();
    this.cut("connection lost");
  }

  /** Ends the link immediately; unsent texts are lost. */
  cut(reason: string): void {
    this.#cutBecause ??= reason;
    this.#socket.terminate();
  }
}

/** The listener's end. It sends all texts of one turn of the event loop in one write, which halves the cost. */
export class AcceptedLink extends SocketLink {
  #corked = false;

  constructor(
    socket: WebSocket,
    private readonly connection: Duplex,
    peer: string,
    clock: DelayClock,
  ) {
    super(socket, peer, clock, () => 0);
  }

  override send(text: string): void {
    if (!this.#corked) {
      this.#corked = true;
      this.connection.cork();
      process.nextTick(() => {
        this.#corked = false;
        this.connection.uncork();
      });
    }
    super.send(text);
  }
}

/** Cuts a link whose other side has disappeared without closing the connection, as after a pulled cable. */
export function cutWhenSilent(socket: WebSocket, link: SocketLink): void {
  let alive = true;
  const sign = (): void => {
    alive = true;
  };
  socket.on("pong", sign);
  socket.on("message", sign);
  const beat = setInterval(() => {
    // A process that is being debugged may be paused for any time.
    if (!alive && inspectorUrl() === undefined) {
      link.cut(`no sign of life for ${heartbeatMs / 1_000} s`);
    }
    alive = false;
    if (socket.readyState === WebSocket.OPEN) socket.ping();
  }, heartbeatMs);
  beat.unref();
  socket.once("close", () => {
    clearInterval(beat);
  });
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
