/**
 * The observations of a scenario's run: records in the order in which they were made. Times are milliseconds since the
 * start of the scenario, with fractions, on one clock for all threads.
 */
export interface History {
  readonly records: readonly HistoryRecord[];
  /** How the run ended. */
  readonly end: RunEnd;
  /** The output on stdout and stderr, truncated at 64 KiB. */
  readonly output: string;
  /** How long the run took, in milliseconds, from the first step to the end. */
  readonly durationMs: number;
  /** How many records were dropped because there were too many; absent if none were. */
  readonly droppedRecords?: number;
  /** The conditions of a simulated run; absent for a run on real threads. */
  readonly simulated?: SimulatedRun;
}

/** What is needed to repeat a simulated run, and how uncertain its clocks were. */
export interface SimulatedRun {
  readonly seed: number;
  /** The faults and conditions of the run, each in words; none for a plain run. */
  readonly conditions: readonly string[];
  /**
   * How far apart the clocks of two servers, or two readings of one clock, may be although they should be equal, or
   * vice versa, in milliseconds.
   */
  readonly clockUncertaintyMs: number;
}

/** How a scenario's run ended. */
export type RunEnd =
  | { readonly how: "done" }
  /** It took longer than its limit; `doing` says what it was doing. */
  | { readonly how: "timeout"; readonly doing: string }
  /** Code did not return, which blocked a simulation; `where` says whose code, and at which line if known. */
  | { readonly how: "stuck"; readonly where: string }
  /** A thread or the process died; `reason` is for people, and `killed` says that the system killed the process. */
  | { readonly how: "crashed"; readonly reason: string; readonly killed?: boolean };

/** One observation. */
export type HistoryRecord = HistoryRecords[keyof HistoryRecords];

/**
 * The kinds of records, by name. An assignment declares its own (`declare module`) next to the kinds of steps that make
 * them. A record of a failure has `error` and `todo`, or has them in its `outcome`.
 */
export interface HistoryRecords {
  server: ServerRecord;
  tell: TellRecord;
  handled: HandledRecord;
  actor: ActorRecord;
  error: ErrorRecord;
  log: LogRecord;
  mark: MarkRecord;
  wait: WaitRecord;
  fault: FaultRecord;
  bypass: BypassRecord;
}

/** The message of the TODO that is left in the student's code, if that is why a record's operation failed. */
export function todoOf(record: HistoryRecord): string | undefined {
  // Which records have an outcome depends on the assignments that are there.
  const { outcome: seen = record } = record as { readonly outcome?: object };
  const { todo, error, message } = seen as { todo?: boolean; error?: string; message?: string };
  return todo === true ? (error ?? message) : undefined;
}

/** A moment that a step named. */
export interface MarkRecord {
  readonly type: "mark";
  readonly atMs: number;
  readonly name: string;
}

/** A wait of the scenario, recorded at its end. */
export interface WaitRecord {
  readonly type: "wait";
  readonly startMs: number;
  readonly endMs: number;
}

/** A server or a system started, failed to start or to close, or closed. */
export interface ServerRecord {
  readonly type: "server";
  readonly server: string;
  readonly event: "starting" | "started" | "failed" | "closed";
  readonly atMs: number;
  /** The address of its actor system and the number of its actors, once started. */
  readonly address?: string;
  readonly actors?: number;
  readonly error?: string;
  readonly todo?: boolean;
}

/** One message from an actor to another actor, as the sending system counted it when it was sent. */
export interface TellRecord {
  readonly type: "tell";
  readonly atMs: number;
  /** The sender: its server, and its uid. */
  readonly server: string;
  readonly from: string;
  /** The receiver: its server, and its uid. */
  readonly toServer: string;
  readonly to: string;
  readonly bytes: number;
  /** The values of the scenario's Puts that occur in the message's text, each as often as it occurs. */
  readonly values: readonly string[];
  /** The whole message; in detailed histories, and where the assignment wants it. */
  readonly text?: string;
}

/**
 * A message that its actor handled; only in detailed histories. It does not identify its tell: between a sender and a
 * receiver, messages with equal texts are interchangeable.
 */
export interface HandledRecord {
  readonly type: "handled";
  readonly atMs: number;
  readonly server: string;
  /** The uid of the actor that handled it. */
  readonly actor: string;
  /** See {@link TellRecord.values}. */
  readonly values: readonly string[];
  readonly text: string;
}

/**
 * An actor started a child, a child was restarted after a failure, or an actor was stopped. The actors with which a server
 * starts make no record, nor does the end of all actors when a server closes or crashes.
 */
export interface ActorRecord {
  readonly type: "actor";
  readonly atMs: number;
  readonly server: string;
  /** The actor's uid. */
  readonly actor: string;
  readonly event: "started" | "restarted" | "stopped";
  /** Once started: the name of its class, and the uid of its parent. */
  readonly name?: string;
  readonly parent?: string;
  /** Once restarted: the message of the error that it failed with. */
  readonly reason?: string;
}

/** A fault that a simulation injected, beyond delays, or that a step caused. */
export interface FaultRecord {
  readonly type: "fault";
  readonly atMs: number;
  readonly what: "dropped" | "duplicated" | "reordered" | "partition" | "heal" | "clock" | "crash";
  /** For people: to what, and by which rule. */
  readonly text: string;
  /** The servers concerned, where it concerns some. */
  readonly servers: readonly string[];
  /** Of a dropped, duplicated or reordered text: the scenario's values in it. */
  readonly values?: readonly string[];
}

/** Code that bypassed the platform, which only a simulation detects. */
export interface BypassRecord {
  readonly type: "bypass";
  readonly atMs: number;
  /** The simulated thread whose code it was. */
  readonly host: string;
  /** What was used, such as `Date.now()`. */
  readonly what: string;
  /** What to use instead. */
  readonly instead: string;
  /** The file and line that used it. */
  readonly place: string;
}

/**
 * An exception of an actor, a message that a system had to drop, or an exception of a step that has no record of its
 * own (creating and closing clients and mailboxes).
 */
export interface ErrorRecord {
  readonly type: "error";
  readonly atMs: number;
  /** The server or system; `"clients"` for a step. */
  readonly server: string;
  /** The actor's uid; absent if no actor was involved. */
  readonly actor?: string;
  /** What the actor's parent decided about the failure; absent for an actor without a parent, which lives on. */
  readonly directive?: "restart" | "stop";
  /** True if given code threw it on purpose, to see what the student's code does about it. */
  readonly intended?: true;
  readonly message: string;
  readonly stack?: string;
  /** True if a TODO that is left in the student's code is the cause. */
  readonly todo?: boolean;
}

/** A line that an actor logged. */
export interface LogRecord {
  readonly type: "log";
  readonly atMs: number;
  readonly server: string;
  readonly actor: string;
  readonly text: string;
}
