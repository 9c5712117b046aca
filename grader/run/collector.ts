import type { TraceEvent } from "../../starter/platform/platform.js";
import { withoutCopies } from "../sim/modules/tree_copies.js";
import type { FaultEvent } from "../sim/world.js";
import { isTodo } from "./failure.js";
import type { HistoryRecord, PopRecord } from "../history/history.js";
import { receivedMark, type Observation, type QueryFacts } from "./observation.js";
import type { PortPlan } from "./port_plan.js";
import type { Scenario } from "../history/scenario.js";
import { traceableValue, traceableValues } from "../history/scenario_facts.js";
import { without } from "./without.js";

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
  | { type: "actorError"; actor?: string; message: string; stack?: string };

/** What a simulated world reports to the trace. */
type WorldEvent =
  | ({ type: "fault" } & FaultEvent)
  | { type: "bypass"; what: string; instead: string; place: string };

/** Options of {@link Collector}. */
export interface CollectorOptions {
  readonly scenario: Scenario;
  readonly plan: PortPlan;
  /** The time, on the trace's clock, that is 0 in the history. */
  readonly originMs: number;
  readonly keep: (record: HistoryRecord) => void;
  /** Beyond this many records (a value found in a message counts as one) they are dropped; default 400,000. */
  readonly maxRecords?: number;
  /** Whether records keep the texts of messages; default false. */
  readonly detailed?: boolean;
}

/** Of a message's text this much is kept in a detailed history, in characters. */
const keptText = 4_000;

/** Turns what a run's hosts report to the trace into the records of its history. Has no clock of its own. */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #values: ReadonlySet<string>;
  readonly #queries = new Map<
    number,
    QueryFacts & { readonly call: number; readonly startMs: number }
  >();
  readonly #pushes = new Map<
    number,
    { mailbox: string; values: readonly number[]; startMs: number }
  >();
  readonly #pops = new Map<number, { readonly mailbox: string; startMs: number }>();
  #left: number;
  #dropped = 0;

  constructor(options: CollectorOptions) {
    this.#options = options;
    this.#values = traceableValues(options.scenario);
    this.#left = options.maxRecords ?? 400_000;
  }

  /** How many records were dropped, because there were too many. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Takes what a platform hands to its trace; events of types that it does not know are ignored. */
  take(event: TraceEvent): void {
    const { host, atMs: traceMs } = event as unknown as Stamped;
    const atMs = traceMs - this.#options.originMs;
    const seen = event as unknown as Observation | GivenEvent | WorldEvent;
    switch (seen.type) {
      case "mark":
        this.#keep({ type: "mark", atMs, name: seen.name });
        return;
      case "server": {
        this.#keep({ atMs, ...plain(seen) });
        return;
      }
      case "stats":
        this.#keep({
          type: "stats",
          name: seen.name,
          server: seen.server,
          atMs,
          stats: seen.stats,
        });
        return;
      case "fakeRpc":
        this.#keep({
          type: "fakeRpc",
          atMs,
          fake: seen.fake,
          method: seen.method,
          params: seen.params,
        });
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
      case "stepFailed":
        this.#onError(atMs, "clients", seen);
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
      default:
        this.#onCall(atMs, seen);
    }
  }

  /** The server or system that an actor with this uid belongs to; its address when the scenario does not name it. */
  serverOf(uid: string): string {
    const address = uid.slice(0, uid.lastIndexOf("/"));
    const port = Number(address.slice(address.lastIndexOf(":") + 1));
    return this.#options.plan.nameOfPort(port) ?? address;
  }

  /** What takes time: reported at its start and at its end. */
  #onCall(atMs: number, seen: Observation): void {
    switch (seen.type) {
      case "queryStart": {
        const facts = without(plain(seen), "type");
        this.#queries.set(seen.call, { ...facts, startMs: atMs });
        return;
      }
      case "queryEnd": {
        const query = this.#queries.get(seen.call);
        if (query === undefined) return;
        this.#queries.delete(seen.call);
        this.#keep({ type: "query", ...query, endMs: atMs, outcome: seen.outcome });
        return;
      }
      case "pushStart":
        this.#pushes.set(seen.call, { mailbox: seen.mailbox, values: seen.values, startMs: atMs });
        return;
      case "pushEnd": {
        const push = this.#pushes.get(seen.call);
        if (push === undefined) return;
        this.#pushes.delete(seen.call);
        const failure = without(plain(seen), "type", "call");
        this.#keep({ type: "push", ...push, endMs: atMs, ...failure });
        return;
      }
      case "popStart":
        this.#pops.set(seen.call, { mailbox: seen.mailbox, startMs: atMs });
        return;
      case "popEnd":
      case "popResult":
        this.#onPop(atMs, seen.type === "popEnd" ? "pop" : "popResult", seen.call, seen.outcome);
        return;
      default:
        return;
    }
  }

  #onPop(
    atMs: number,
    type: "pop" | "popResult",
    call: number,
    outcome: PopRecord["outcome"],
  ): void {
    const pop = this.#pops.get(call);
    if (pop === undefined) return;
    this.#keep({ type, mailbox: pop.mailbox, startMs: pop.startMs, endMs: atMs, outcome });
    // A pop that waits keeps its start, for the result that may still come; the next one starts now.
    if (outcome.got !== "waiting") pop.startMs = atMs;
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
      ...(this.#options.detailed === true ? { text: text.slice(0, keptText) } : {}),
    });
    this.#left -= values.length;
  }

  #onHandle(atMs: number, { actor, text }: GivenEvent & { type: "handle" }): void {
    const values = this.#valuesIn(text);
    const server = this.serverOf(actor);
    this.#keep({ type: "handled", atMs, server, actor, values, text: text.slice(0, keptText) });
    this.#left -= values.length;
  }

  #valuesIn(text: string): string[] {
    const found = this.#values.size === 0 ? [] : (text.match(traceableValue) ?? []);
    return found.filter((value) => this.#values.has(value));
  }

  #onLog(atMs: number, { actor, text }: GivenEvent & { type: "log" }): void {
    const server = this.serverOf(actor);
    if (text.startsWith(`${receivedMark} `)) {
      const message = text.slice(receivedMark.length + 1);
      this.#keep({ type: "received", atMs, system: server, message });
    } else {
      this.#keep({ type: "log", atMs, server, actor, text: text.slice(0, 1_000) });
    }
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

  #onError(
    atMs: number,
    where: string,
    { actor, message, stack }: { actor?: string; message: string; stack?: string },
  ): void {
    this.#keep({
      type: "error",
      atMs,
      server: actor === undefined ? where : this.serverOf(actor),
      message: withoutCopies(message),
      ...(actor === undefined ? {} : { actor }),
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

/** An observation without the stamp of the trace. */
function plain<O extends Observation>(seen: O): O {
  return without(seen as O & Stamped, "host", "atMs") as unknown as O;
}
