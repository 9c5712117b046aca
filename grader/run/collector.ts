import type { TraceEvent } from "../../starter/platform/platform.js";
import { beginningOf } from "../base/beginning_of.js";
import { withoutCopies } from "../sim/modules/tree_copies.js";
import type { FaultEvent } from "../sim/world.js";
import { isTodo } from "./failure.js";
import type { ActorRecord, HistoryRecord } from "../history/history.js";
import { traceableValue, type Scenario } from "../history/scenario.js";
import type { PortPlan } from "./port_plan.js";
import { traceableValues } from "./scenario_facts.js";
import type { StepKind, StepKinds } from "./step_kind.js";
import type { StepReport } from "./step_place.js";

/** A trace event as platforms stamp it. */
interface Stamped {
  readonly host: string;
  readonly atMs: number;
}

/** What the given code reports to the trace. */
type GivenEvent =
  | { type: "tell"; from: string; to: string; bytes: number; text: string }
  | { type: "handle"; actor: string; text: string }
  | { type: "log"; actor: string; text: string }
  | ({ type: "actorError" } & SeenFailure)
  | { type: "actorStarted"; actor: string; name: string; parent?: string }
  | { type: "actorRestarted"; actor: string; reason: string }
  | { type: "actorStopped"; actor: string };

interface SeenFailure {
  readonly actor?: string;
  readonly message: string;
  readonly stack?: string;
  readonly directive?: "restart" | "stop";
}

/** What a simulated world reports to the trace. */
type WorldEvent =
  | ({ type: "fault" } & FaultEvent)
  | { type: "bypass"; what: string; instead: string; place: string };

/** Options of {@link Collector}. */
export interface CollectorOptions {
  readonly scenario: Scenario;
  readonly steps: StepKinds;
  readonly plan: PortPlan;
  /** The time, on the trace's clock, that is 0 in the history. */
  readonly originMs: number;
  readonly keep: (record: HistoryRecord) => void;
  /** The maximum number of records (a value in a message counts as one); later ones are dropped. Default: 400,000. */
  readonly maxRecords?: number;
  /** Whether the history is detailed: which messages were handled, and the texts of all; default false. */
  readonly detailed?: boolean;
}

/** How much of a message's text a detailed history keeps, in characters. */
const keptText = 4_000;

/** How much of what an actor logs is kept, in characters. */
const keptLog = 1_000;

/** Turns the trace events of a run's hosts into the records of its history. Has no clock of its own. */
export class Collector {
  readonly #options: CollectorOptions;
  /** The scenario's values by themselves: what is kept must not be a part of a text, which would stay in memory with it. */
  readonly #values: ReadonlyMap<string, string>;
  readonly #logReaders: readonly StepKind<never>[];
  readonly #keepsTexts: boolean;
  /** What has begun and not ended, by the host that reported it and the host's number for it. */
  readonly #begun = new Map<string, { readonly facts: object; readonly startMs: number }>();
  #left: number;
  #dropped = 0;

  constructor(options: CollectorOptions) {
    this.#options = options;
    const values = traceableValues(options.scenario, options.steps);
    this.#values = new Map([...values].map((value) => [value, value]));
    const kinds: readonly StepKind<never>[] = Object.values(options.steps.kinds);
    this.#logReaders = kinds.filter((kind) => kind.recordOfLog !== undefined);
    this.#keepsTexts = options.detailed === true || options.steps.keepsTexts === true;
    this.#left = options.maxRecords ?? 400_000;
  }

  /** How many records were dropped, because there were too many. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Takes what a platform hands to its trace; events of types that it does not know are ignored. */
  take(event: TraceEvent): void {
    const { host, atMs: traceMs } = event as unknown as Stamped;
    // Times since 1970 are too large for exact fractions; those of a simulation are whole microseconds.
    const atMs = Math.round((traceMs - this.#options.originMs) * 1_000) / 1_000;
    const seen = event as unknown as StepReport | GivenEvent | WorldEvent;
    switch (seen.type) {
      case "record":
        this.#onRecord(atMs, seen.record);
        return;
      case "began":
        this.#begun.set(`${host} ${seen.id}`, { facts: seen.facts, startMs: atMs });
        return;
      case "ended":
        this.#onEnded(atMs, `${host} ${seen.id}`, seen);
        return;
      case "tell":
        this.#onTell(atMs, seen);
        return;
      case "handle":
        this.#onHandle(atMs, seen);
        return;
      case "log":
        this.#onLog(atMs, seen);
        return;
      case "actorError":
        this.#onError(atMs, host.split("/")[1] ?? host, seen);
        return;
      case "actorStarted": {
        const { actor, name, parent } = seen;
        if (parent !== undefined) this.#keepActor(atMs, actor, { event: "started", name, parent });
        return;
      }
      case "actorRestarted":
        this.#keepActor(atMs, seen.actor, { event: "restarted", reason: seen.reason });
        return;
      case "actorStopped":
        this.#keepActor(atMs, seen.actor, { event: "stopped" });
        return;
      case "fault":
        this.#onFault(atMs, seen);
        return;
      case "bypass": {
        const { what, instead, place } = seen;
        // Scenarios name their servers' threads without the thread that runs the scenario.
        const thread = host.split("/").slice(1).join("/");
        this.#keep({ type: "bypass", atMs, host: thread || host, what, instead, place });
        return;
      }
    }
  }

  /** The server or system that an actor with this uid belongs to; its address when the scenario does not name it. */
  serverOf(uid: string): string {
    const address = uid.slice(0, uid.lastIndexOf("/"));
    return this.#options.plan.nameOf(address) ?? address;
  }

  #onRecord(atMs: number, record: Partial<HistoryRecord>): void {
    if (record.type === "error") {
      const { server = "", message = "" } = record;
      this.#onError(atMs, server, { ...record, message });
    } else this.#keep({ ...record, atMs } as HistoryRecord);
  }

  #onEnded(atMs: number, id: string, { rest, goesOn }: StepReport & { type: "ended" }): void {
    const begun = this.#begun.get(id);
    if (begun === undefined) return;
    if (!goesOn) this.#begun.delete(id);
    const { facts, startMs } = begun;
    this.#keep({ ...facts, startMs, endMs: atMs, ...rest } as HistoryRecord);
  }

  #onTell(atMs: number, { from, to, bytes, text }: GivenEvent & { type: "tell" }): void {
    const values = this.#valuesIn(text);
    this.#keep({
      type: "tell",
      atMs,
      server: this.serverOf(from),
      from,
      toServer: this.serverOf(to),
      to,
      bytes,
      values,
      ...(this.#keepsTexts ? { text: beginningOf(text, keptText) } : {}),
    });
    this.#left -= values.length;
  }

  #onHandle(atMs: number, { actor, text }: GivenEvent & { type: "handle" }): void {
    const values = this.#valuesIn(text);
    const server = this.serverOf(actor);
    this.#keep({ type: "handled", atMs, server, actor, values, text: beginningOf(text, keptText) });
    this.#left -= values.length;
  }

  #valuesIn(text: string): string[] {
    const found = this.#values.size === 0 ? [] : (text.match(traceableValue) ?? []);
    return found.flatMap((value) => this.#values.get(value) ?? []);
  }

  #onLog(atMs: number, { actor, text }: GivenEvent & { type: "log" }): void {
    const server = this.serverOf(actor);
    for (const kind of this.#logReaders) {
      const record = kind.recordOfLog?.(text, server);
      if (record !== undefined) {
        this.#keep({ ...record, atMs });
        return;
      }
    }
    this.#keep({ type: "log", atMs, server, actor, text: beginningOf(text, keptLog) });
  }

  #keepActor(
    atMs: number,
    actor: string,
    rest: Omit<ActorRecord, "type" | "atMs" | "server" | "actor">,
  ): void {
    this.#keep({ type: "actor", atMs, server: this.serverOf(actor), actor, ...rest });
  }

  #onFault(atMs: number, { what, text, servers, packet }: FaultEvent): void {
    const values = packet === undefined ? undefined : this.#valuesIn(packet);
    this.#keep({
      type: "fault",
      atMs,
      what,
      text,
      servers,
      ...(values === undefined ? {} : { values }),
    });
    this.#left -= values?.length ?? 0;
  }

  #onError(atMs: number, where: string, { actor, message, stack, directive }: SeenFailure): void {
    this.#keep({
      type: "error",
      atMs,
      server: actor === undefined ? where : this.serverOf(actor),
      message: withoutCopies(message),
      ...(actor === undefined ? {} : { actor }),
      ...(directive === undefined ? {} : { directive }),
      ...(this.#options.steps.isIntended?.(message) === true ? { intended: true } : {}),
      ...(stack === undefined ? {} : { stack: withoutCopies(stack) }),
      ...(isTodo(message) ? { todo: true } : {}),
    });
  }

  #keep(record: HistoryRecord): void {
    if (this.#left <= 0) {
      this.#dropped++;
      return;
    }
    this.#left--;
    this.#options.keep(record);
  }
}
