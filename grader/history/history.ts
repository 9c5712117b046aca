/**
 * What was seen while a scenario ran: records in the order in which they were made. Times are milliseconds since the
 * scenario began, on one clock for all threads, with fractions.
 */
export interface History {
  readonly records: readonly HistoryRecord[];
  /** How the run ended. */
  readonly end: RunEnd;
  /** What was printed on stdout and stderr, cut at 64 KiB. */
  readonly output: string;
  /** How long the run took, in milliseconds, from the first step to the end. */
  readonly durationMs: number;
  /** How many records were left out because there were too many; absent when all are there. */
  readonly droppedRecords?: number;
  /** Under which conditions a simulated run took place; absent for a run on real threads. */
  readonly simulated?: SimulatedRun;
}

/** What a simulated run can be repeated from, and what its clocks were like. */
export interface SimulatedRun {
  readonly seed: number;
  /** The faults and conditions of the run, each in words; none for a plain run. */
  readonly conditions: readonly string[];
  /**
   * How far apart the clocks of two servers, or two readings of one clock, may be although they should be equal (and
   * equal although they should not be), in milliseconds.
   */
  readonly clockUncertaintyMs: number;
}

/** How a scenario's run ended. */
export type RunEnd =
  | { readonly how: "done" }
  /** It took longer than its limit; `doing` says what it was about. */
  | { readonly how: "timeout"; readonly doing: string }
  /** Code did not return, and held up everything else in a simulation; `where` says whose, and at which line if known. */
  | { readonly how: "stuck"; readonly where: string }
  /** A thread or the process died; `reason` is for people. */
  | { readonly how: "crashed"; readonly reason: string };

/** One observation. */
export type HistoryRecord = HistoryRecords[keyof HistoryRecords];

/**
 * The kinds of records, by their names. An assignment declares its own (`declare module`) beside the kinds of steps that
 * make them. A record of something that failed says so in its `error` and `todo`, or in those of its `outcome`.
 */
export interface HistoryRecords {
  server: ServerRecord;
  tell: TellRecord;
  handled: HandledRecord;
  error: ErrorRecord;
  log: LogRecord;
  mark: MarkRecord;
  wait: WaitRecord;
  fault: FaultRecord;
  bypass: BypassRecord;
}

/** The message of the TODO that the student's code still had where a record was made; undefined if there was none. */
export function todoOf(record: HistoryRecord): string | undefined {
  const seen: object = "outcome" in record ? record.outcome : record;
  const { todo, error, message } = seen as { todo?: boolean; error?: string; message?: string };
  return todo === true ? (error ?? message) : undefined;
}

/** A moment that a step named. */
export interface MarkRecord {
  readonly type: "mark";
  readonly atMs: number;
  readonly name: string;
}

/** A wait of the scenario, when it had ended. */
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

/** One message from an actor to another actor, as the sending system counted it when it was told. */
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
  /** The whole message; only in detailed histories. */
  readonly text?: string;
}

/**
 * A message as its actor handled it; only in detailed histories. Which tell it was is not said: between a sender and a
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

/** Something that the simulated world did to the run, beyond delays. */
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

/** Code that reached the outside around the platform, which only a simulation can tell. */
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
 * Something that an actor threw, a message that a system had to give up, or what a step threw that has no record of its
 * own (making and closing clients and mailboxes).
 */
export interface ErrorRecord {
  readonly type: "error";
  readonly atMs: number;
  /** The server or system; `"clients"` for a step. */
  readonly server: string;
  /** The actor's uid; absent when it was no actor's. */
  readonly actor?: string;
  readonly message: string;
  readonly stack?: string;
  /** True when the student's code still has its TODO there. */
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
