import type { HistoryRecord, RunEnd, ServerRecord } from "../history/history.js";
import type { ActorName, AnyStep, Scenario } from "../history/scenario.js";
import type { StagedTree } from "./staged_tree.js";

/**
 * What one kind of step is: what it needs, what it does and what it records. An assignment has one file for each.
 *
 * `run` never touches student code, so that the thread which runs the steps stays responsive whatever that does. What has
 * to touch it is done by `inHost`, in a host that `run` has spawned and asks; `Request` and `Reply` are what travels
 * between the two, as plain data.
 */
export interface StepKind<S extends AnyStep, Request = unknown, Reply = unknown> {
  /**
   * The URL of the module that exports the kind, under the name that its steps `do`: hosts load it from there. For kinds
   * that have a part in hosts.
   */
  readonly module?: string;
  /** What the step is about, for people: "putting a = 1 at s1/0". */
  inWords(step: S): string;
  /** Default: nothing. */
  needs?(step: S): StepNeeds;
  /** The record that the step leaves once in every run that reaches its end, as far as it is known beforehand. */
  expects?(step: S): Partial<TimedRecord> & Pick<TimedRecord, "type">;
  /** Runs the step. What it throws ends the run, as an error of the scenario's or the grader's. */
  run(step: S, root: RunRoot): void | Promise<void>;
  /** What it throws is thrown where the host was asked, as a {@link HostFailure}. */
  inHost?(request: Request, host: StudentHost): Reply | Promise<Reply>;
  /** The record that a line makes which a given actor of the assignment's has logged; undefined for all other lines. */
  recordOfLog?(text: string, server: string): Unstamped<InstantRecord> | undefined;
}

/** What a step needs. */
export interface StepNeeds {
  /**
   * Ports, one after the other, by the name of who listens; where several steps name one, it gets what is most. If the
   * step starts threads, who listens is in the host of that name.
   */
  readonly ports?: Readonly<Record<string, number>>;
  /** How many threads it starts; default 0. */
  readonly threads?: number;
  /** A value that is looked for in messages, if it has the form of one; see `traceableValue`. */
  readonly value?: string;
  /** How long it may take although all is well, in milliseconds; default 0. */
  readonly lastsMs?: number;
}

/** The kinds of steps of an assignment. */
export interface StepKinds<S extends AnyStep = AnyStep> {
  /** The URL of the module that exports them as `steps`, from which other processes load them. */
  readonly url: string;
  /** By what the steps say that they `do`. */
  readonly kinds: { readonly [K in S["do"]]: StepKind<Extract<S, { readonly do: K }>> };
  /** By the types of records that steps expect, the names of the fields that are known beforehand. */
  readonly expected?: Readonly<Partial<Record<HistoryRecord["type"], readonly string[]>>>;
  /** Whose code runs in a host, for people: "query actor s1/0" for `s1/1`. */
  hostInWords(host: string): string;
  /**
   * Whether every history contains the texts of messages between actors; default: only detailed ones do. For assignments
   * whose messages are given and few.
   */
  readonly keepsTexts?: true;
  /** Whether given code throws an error with this message on purpose, so that it says nothing against the student's. */
  isIntended?(message: string): boolean;
  /** Says what actors hold; without it, nobody can look into them. */
  readonly probe?: Probe;
}

/** Looks into the stores of actors while a simulated world is halted. */
export interface Probe {
  /** The actors of a server that has started which can be asked. */
  actorsOf(started: ServerRecord): readonly ActorName[];
  /** Whose store may have changed, and when, although nobody handled a message; default: nobody's. */
  changed?(record: HistoryRecord): { readonly actor: ActorName; readonly atMs: number } | undefined;
  /** How many messages an actor gets when it is asked; default: one. */
  questions?(halted: HaltedRun): number;
  /** Asks an actor for all that it holds. Rejects when it does not answer. */
  ask(actor: ActorName, halted: HaltedRun): Promise<Readonly<Record<string, string>>>;
}

/** A simulated run that is halted. */
export interface HaltedRun {
  /** The tree, on the platform of a host of its own. */
  readonly tree: StagedTree;
  readonly ports: Ports;
  readonly scenario: Scenario;
}

/** On which ports everything listens that the steps of a scenario need ports for. */
export interface Ports {
  /** The first port of a name. Throws when no step of the scenario needs any for it. */
  portOf(name: string): number;
  /** The address at the first port of a name, or at one behind it. Throws as `portOf` does. */
  addressOf(name: string, offset?: number): string;
}

/** What running scenarios must know of an assignment. */
export interface RunSpec {
  readonly steps: StepKinds;
}

/** Where a part of a step runs. */
export interface StepPlace {
  /** The tree under test, on the platform of this host. */
  readonly tree: StagedTree;
  /** Puts something into the history that happens now. */
  record(record: Unstamped<InstantRecord>): void;
  /**
   * Puts something into the history that begins now, when it has ended; what never ends leaves no record.
   *
   * @returns a function that reports the end, with what is known of it only then. With `goesOn` it may be called once
   *   more, which makes another record with the same beginning.
   */
  began<R extends TimedRecord>(
    facts: Partial<R> & Pick<R, "type">,
  ): (rest: Partial<R>, goesOn?: "goesOn") => void;
}

/** The thread that runs the steps of a run. */
export interface RunRoot extends StepPlace {
  readonly ports: Ports;
  /** What steps can do to the network between the hosts of the run. */
  readonly network: RunNetwork;
  /** The one-way latency between servers with which the scenario begins, in milliseconds. */
  readonly latencyMs: number;
  /**
   * Spawns a host. Rejects when the grader's part of it fails; when its thread dies, the run has crashed, and the promise
   * stays pending.
   *
   * @param what names the host for people: "server s1".
   * @param latencyMs the one-way latency of the links that it dials; default 0.
   */
  spawn(name: string, what: string, latencyMs?: number): Promise<RunHost>;
  /** Ends the run; `portInUse` tells that it deserves another try on other ports. */
  stop(end: RunEnd, portInUse?: boolean): never;
  /** Has something done when the run has ended. */
  onClose(close: () => Promise<void>): void;
}

/** A host that a run has spawned, as the root sees it. */
export interface RunHost {
  /** Fulfilled when it has ended without an error: because it was asked to, or was killed in a simulated world. */
  readonly ended: Promise<void>;
  /**
   * Has the part of a kind of step done that runs in a host. Requests arrive in order and are handled side by side. When
   * the host ends, what is under way stays pending for ever.
   *
   * @throws HostFailure when that part throws.
   */
  ask<Request, Reply>(kind: StepKind<never, Request, Reply>, request: Request): Promise<Reply>;
  /** Ends the host, by force after a second. */
  close(): Promise<void>;
  /**
   * Ends the host by force, as a crash would, with all that it has under way and all that it has spawned; its links are
   * lost. Resolves when it has ended. Spawn one of the same name to start it again, with nothing of what it had.
   */
  kill(): Promise<void>;
}

/**
 * The network between the hosts that a run has spawned, in a simulation and on real threads alike. Hosts are named as
 * they were spawned, and a host listens on the ports that the scenario needs for its name.
 *
 * Only the links of these hosts themselves are concerned, and not links that their own threads dial.
 */
export interface RunNetwork {
  /**
   * Cuts two hosts off from each other: all links between them are lost, in both directions and with what is under way,
   * and neither can dial the other until {@link RunNetwork.restore}; also when one of them is killed and started again.
   * In a simulation both lose their links at most some 0.2 ms apart. Idempotent; resolves when it is done.
   *
   * @throws RangeError when the scenario needs ports for neither of them.
   */
  cut(one: string, other: string): Promise<void>;
  /** Lets two hosts dial each other again; it is up to them to do so. Idempotent; resolves when it is done. */
  restore(one: string, other: string): Promise<void>;
}

/** A host in which student code runs. */
export interface StudentHost extends StepPlace {
  /** Has something done when the host is asked to end. */
  onClose(close: () => Promise<void>): void;
}

/** A record of something that takes no time. */
export type InstantRecord = Extract<HistoryRecord, { readonly atMs: number }>;

/** A record of something that takes time. */
export type TimedRecord = Extract<HistoryRecord, { readonly startMs: number }>;

/** A record without its time, which whoever makes it does not know. */
export type Unstamped<R> = R extends unknown ? Omit<R, "atMs"> : never;

/**
 * What several steps of one run, or several requests to one host, have in common: made when it is first asked for, and
 * the same from then on.
 */
export function perPlace<Place extends StepPlace, T>(
  make: (place: Place) => T,
): (place: Place) => T {
  const made = new WeakMap<Place, { readonly value: T }>();
  return (place) => {
    let found = made.get(place);
    if (found === undefined) made.set(place, (found = { value: make(place) }));
    return found.value;
  };
}

/** Loads the kinds of steps of an assignment by the URL of their module. */
export async function loadSteps(url: string): Promise<StepKinds> {
  return ((await import(url)) as { readonly steps: StepKinds }).steps;
}
