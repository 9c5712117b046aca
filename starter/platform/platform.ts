/**
 * The only interface between the kit and the outside world: clock, timers, randomness, network and threads.
 *
 * All other code, including student code, reaches the outside through a {@link Platform} (or through an actor's
 * context, which is built on one). The same program therefore runs on real threads and sockets, and in a simulation
 * with virtual time and repeatable runs.
 */
export interface Platform {
  /** The name of the host this code runs on, for messages and traces: `"s1"`, or `"s1/2"` for a thread of it. */
  readonly host: string;

  /** The name by which other hosts reach this one, for addresses: `"localhost"`, or a name that other machines know. */
  readonly publicName: string;

  /** The wall clock, in whole milliseconds since 1970. A real one can be set back; graded simulations never do that. */
  now(): number;

  /** Milliseconds, with fractions, since some moment in the past; never goes back. For durations. */
  monotonicNow(): number;

  /** A number in [0, 1). In a simulation it comes from the run's seed. */
  random(): number;

  /**
   * Runs `run` once, after at least `delayMs` milliseconds; with 0, after pending I/O has been handled. Timers that are
   * due at the same time run in the order in which they were set.
   *
   * @returns a function that cancels the timer; it does nothing once the timer has run.
   */
  after(delayMs: number, run: () => void): CancelTimer;

  /**
   * Listens for links on a port: on the loopback interface if {@link Platform.publicName} is `"localhost"`, otherwise
   * on every interface.
   *
   * @param accept is called once per new link, before anything can arrive on it.
   * @throws {@link PlatformError} `port-in-use`, or `listen-failed`.
   */
  listen(options: ListenOptions, accept: (link: Link) => void): Promise<Listener>;

  /**
   * Opens a link to a listener.
   *
   * @param address is `host:port`.
   * @throws {@link PlatformError} `unreachable` if nobody answers within `options.timeoutMs`, or `bad-address`.
   */
  dial(address: string, options?: DialOptions): Promise<Link>;

  /**
   * Starts a new host that runs a module: a thread that shares no memory with this one.
   *
   * @param name is appended to this host's name.
   * @param entry is the URL of a module that exports {@link HostMain | main}.
   * @param data is passed to `main`.
   * @returns the port to the new host, once the promise of `main` has been fulfilled.
   * @throws the exception of `main`, or {@link PlatformError} `host-ended` if the host ended before that.
   */
  spawn(name: string, entry: string, data: string): Promise<HostPort>;

  /** Imports a module by its URL. In a simulation this takes no virtual time. */
  load(module: string): Promise<Record<string, unknown>>;

  /** Artificial conditions of the links that this host dials; for tests and experiments. */
  readonly network: NetworkConditions;

  /** Receives observations, if anybody observes this run. Check it before building an event; the check is cheap. */
  readonly trace: TraceSink | undefined;

  /**
   * Receives observations that are too numerous for every run, such as each message that an actor handles. Undefined
   * unless the run is observed in detail; never defined on real threads.
   */
  readonly traceDetail?: TraceSink | undefined;

  /**
   * Waits as long as an actor of this host takes for a message; meanwhile the code beside it goes on, and so do other actors
   * of the same host, since nobody may rely on the order in which two actors handle what they are told. There only where
   * time is virtual and the run is to show what happens when actors are slow: real time goes by of itself.
   */
  readonly busy?: (() => Promise<void>) | undefined;
}

/** Cancels a timer. Does nothing if the timer has run or has been cancelled. */
export type CancelTimer = () => void;

/** What the entry module of a spawned host exports. The host runs until its port is closed from either side. */
export type HostMain = (port: Port, data: string) => void | Promise<void>;

/** Options of {@link Platform.listen}. */
export interface ListenOptions {
  /** 0 chooses a free port; see {@link Listener.port}. */
  readonly port: number;
  /** A link on which a longer message arrives is closed. In bytes; default 64 MiB. */
  readonly maxMessageBytes?: number;
}

/** Options of {@link Platform.dial}. */
export interface DialOptions {
  /** How long to try, in milliseconds; default 5,000. */
  readonly timeoutMs?: number;
  /** A link on which a longer message arrives is closed. In bytes; default 64 MiB. */
  readonly maxMessageBytes?: number;
}

/** A listening port. */
export interface Listener {
  readonly port: number;
  /** Stops listening and closes every accepted link. Idempotent; resolves when everything is closed. */
  close(): Promise<void>;
}

/**
 * A two-way connection that carries texts: in order, each at most once, until it closes. Texts sent before an orderly
 * {@link Link.close} arrive; texts sent before a connection is lost may or may not arrive.
 */
export interface Link {
  /** The address of the other side, for error messages: `host:port`. */
  readonly peer: string;
  /** Sends a text. Never waits; copies the text; does nothing on a closed link. */
  send(text: string): void;
  /** Sets the handler of arriving texts. There is one; texts that arrived before it was set are kept for it. */
  onMessage(handle: (text: string) => void): void;
  /**
   * Sets the handler that is called once when the link has been closed from either side, with the reason: `"closed
   * here"` on the side that closed it. If the link is already closed, the handler is called immediately.
   */
  onClose(handle: (reason: string) => void): void;
  /**
   * Closes the link after everything has been sent. Texts that the other side sends in the meantime arrive. Idempotent.
   */
  close(): void;
}

/** One end of the connection between a host and the host that spawned it: in order, and reliable while both run. */
export interface Port {
  /** Posts a text to the other side. Never waits; does nothing after the end. */
  post(text: string): void;
  /** Sets the handler of arriving texts. There is one; texts that arrived before it was set are kept for it. */
  onMessage(handle: (text: string) => void): void;
  /**
   * Sets the handler that is called once when the other side ends: with `undefined` if it ended on request or closed
   * its own port, with the error if it failed. A spawned host cleans up in this handler, also if it closes the port
   * itself; it ends when the handler's promise is fulfilled.
   */
  onClose(handle: (error: Error | undefined) => void | Promise<void>): void;
  /** Ends the spawned host: gracefully if it responds, by force after a second. Idempotent. */
  close(): Promise<void>;
}

/** The end of a {@link Port} that the spawning host has. */
export interface HostPort extends Port {
  /**
   * Ends the spawned host by force, as a crash of its machine would: none of its code runs any more, its links are lost,
   * and the hosts that it has spawned end, too. What it posted before may be lost. Not an error: the handler of
   * {@link Port.onClose} gets `undefined`. Idempotent; resolves when the host has ended.
   */
  kill(): Promise<void>;
}

/** Conditions of the links that this host dials. They apply in both directions and can be changed while links are open. */
export interface NetworkConditions {
  /**
   * Delays every text on links to `address`, in each direction, by `oneWayMs` milliseconds. Texts stay in order.
   *
   * @param address is `host:port`; without it, the latency applies to every link without one of its own.
   */
  setLatency(oneWayMs: number, address?: string): void;
  /** The one-way latency to an address, in milliseconds. */
  latencyTo(address: string): number;
  /**
   * Cuts this host off from an address: links that it has dialled there are lost immediately, for both sides and with
   * what is under way, and {@link Platform.dial} fails with `unreachable`, until {@link NetworkConditions.restore}.
   * Links that the other side has dialled to this host remain. Idempotent.
   */
  cut(address: string): void;
  /** Lets this host dial an address again. Links that were lost stay lost. Idempotent. */
  restore(address: string): void;
}

/** One observation, as plain data. `type` determines the other fields. */
export interface TraceEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Receives observations with the host and the time at which they were made. */
export type TraceSink = (event: TraceEvent) => void;

/** The errors of a platform. */
export type PlatformErrorCode =
  "bad-address" | "port-in-use" | "listen-failed" | "unreachable" | "host-ended";

/** An error of the platform, with a code for programs and a message for people. */
export class PlatformError extends Error {
  constructor(
    readonly code: PlatformErrorCode,
    message: string,
  ) {
    super(message);
    this.name = "PlatformError";
  }
}
