/**
 * The one seam between the kit and the world outside: clock, timers, randomness, network and threads.
 *
 * Everything above this folder, student code included, reaches the outside through a {@link Platform}
 * (or through an actor's context, which stands on one). The same program therefore runs on real threads
 * and sockets, and in a simulation in which time is virtual and every run can be repeated.
 */
export interface Platform {
  /** The name of the host this code runs on, for messages and traces: `"s1"`, or `"s1/2"` for a thread of it. */
  readonly host: string;

  /** The name by which other hosts reach this one, for addresses: `"localhost"`, or a name other machines know. */
  readonly publicName: string;

  /** The wall clock, in whole milliseconds since 1970. May step back, as wall clocks do. */
  now(): number;

  /** Milliseconds, with fractions, since some moment in the past; never steps back. For durations. */
  monotonicNow(): number;

  /** A number in [0, 1). In a simulation it comes from the run's seed. */
  random(): number;

  /**
   * Runs `run` once, `delayMs` milliseconds from now or later; 0 means "after input and output had their chance".
   * Timers with the same due time run in the order in which they were set.
   *
   * @returns a function that cancels the timer; it does nothing once the timer has run.
   */
  after(delayMs: number, run: () => void): CancelTimer;

  /**
   * Listens for links on a port: on the loopback interface while {@link Platform.publicName} is `"localhost"`, else on
   * every interface.
   *
   * @param accept is called once per new link, before anything can arrive on it.
   * @throws {@link PlatformError} `port-in-use`, or `listen-failed`.
   */
  listen(options: ListenOptions, accept: (link: Link) => void): Promise<Listener>;

  /**
   * Opens a link to a listener.
   *
   * @param address is `host:port`.
   * @throws {@link PlatformError} `unreachable` when nobody answers within `options.timeoutMs`, `bad-address`.
   */
  dial(address: string, options?: DialOptions): Promise<Link>;

  /**
   * Starts a host of its own for a module: a thread, which shares no memory with this one.
   *
   * @param name is appended to this host's name.
   * @param entry is the URL of a module that exports {@link HostMain | main}.
   * @param data is handed to `main`.
   * @returns the port to the new host, once the promise of `main` has been fulfilled.
   * @throws what `main` threw, or {@link PlatformError} `host-ended` when the host ended before.
   */
  spawn(name: string, entry: string, data: string): Promise<Port>;

  /** Imports a module by its URL. In a simulation virtual time stands still meanwhile. */
  load(module: string): Promise<Record<string, unknown>>;

  /** Artificial conditions of the links that this host dials; for tests and experiments. */
  readonly network: NetworkConditions;

  /** Where observations go, if anybody observes this run. Cheap to test, so ask before you build an event. */
  readonly trace: TraceSink | undefined;

  /**
   * Where observations go that are too many for every run, such as each message that an actor handles; undefined unless
   * somebody wants to see a run in every detail. On real threads nobody does.
   */
  readonly traceDetail?: TraceSink | undefined;
}

/** Cancels a timer; does nothing when it has run or was cancelled already. */
export type CancelTimer = () => void;

/** What the entry module of a spawned host exports. The host runs until its port is closed from either side. */
export type HostMain = (port: Port, data: string) => void | Promise<void>;

/** Options of {@link Platform.listen}. */
export interface ListenOptions {
  /** 0 takes a free port; the {@link Listener} names it. */
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
  /** Stops listening and closes every link that was accepted. Idempotent; resolves when all of it is done. */
  close(): Promise<void>;
}

/**
 * A two-way connection that carries texts: in order, each at most once, until it closes.
 * What was sent before an orderly {@link Link.close} arrives; what was sent before a connection is lost may or may not.
 */
export interface Link {
  /** The other side, for messages: `host:port`. */
  readonly peer: string;
  /** Sends a text. Never waits; copies the text; does nothing on a closed link. */
  send(text: string): void;
  /** Sets the handler of arriving texts. There is one; texts that arrived before it was set are kept for it. */
  onMessage(handle: (text: string) => void): void;
  /**
   * Sets the handler that is called once when the link has closed, from either side, with the reason: `"closed here"`
   * on the side that closed it. When the link has closed already, it is called at once.
   */
  onClose(handle: (reason: string) => void): void;
  /** Closes the link after what was sent; what the other side sent meanwhile still arrives. Idempotent. */
  close(): void;
}

/** One end of the connection between a host and the host that spawned it. In order, nothing is lost while both run. */
export interface Port {
  /** Posts a text to the other side. Never waits; does nothing after the end. */
  post(text: string): void;
  /** Sets the handler of arriving texts. There is one; texts that arrived before it was set are kept for it. */
  onMessage(handle: (text: string) => void): void;
  /**
   * Sets the handler that is called once when the other side ends: with `undefined` when it was asked to or closed its
   * own port, with the error when it failed. A spawned host cleans up in it, also when it closes the port itself; the
   * host ends when the handler's promise is fulfilled.
   */
  onClose(handle: (error: Error | undefined) => void | Promise<void>): void;
  /** Ends the spawned host: in order if it answers, by force after a second. Idempotent. */
  close(): Promise<void>;
}

/** Latencies of the links that this host dials. They hold in both directions and can be changed while links are open. */
export interface NetworkConditions {
  /**
   * Delays every text on links to `address`, in each direction, by `oneWayMs` milliseconds. Texts stay in order.
   *
   * @param address is `host:port`; left out, the latency holds for every link without one of its own.
   */
  setLatency(oneWayMs: number, address?: string): void;
  /** The one-way latency to an address, in milliseconds. */
  latencyTo(address: string): number;
}

/** One observation. `type` says what the other fields are; all of it is plain data. */
export interface TraceEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Receives observations with the host and the time at which they were made. */
export type TraceSink = (event: TraceEvent) => void;

/** What can go wrong at the seam. */
export type PlatformErrorCode =
  "bad-address" | "port-in-use" | "listen-failed" | "unreachable" | "host-ended";

/** An error of the platform, with a code to decide by and a message for people. */
export class PlatformError extends Error {
  constructor(
    readonly code: PlatformErrorCode,
    message: string,
  ) {
    super(message);
    this.name = "PlatformError";
  }
}
