import type { History, HistoryRecord } from "../../history/history.js";
import type { Scenario, Step, QueryRecord } from "../../labs/cmud/steps/index.js";

/** A step that leaves no record, and when it took place. */
export interface TimedStep {
  readonly step: Extract<Step, { do: "wait" | "latency" }>;
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * When the waits of a scenario, and its changes of latency, took place. Nothing records them; they lie between steps that
 * left a record, which is when the step before had ended.
 */
export function timedSteps(
  scenario: Scenario,
  { records, simulated: conditions }: History,
): TimedStep[] {
  const simulated = conditions !== undefined;
  const found: TimedStep[] = [];
  const ends = new RecordedEnds(records);
  const walk = (steps: readonly Step[], startMs: number): number => {
    let nowMs = startMs;
    for (const step of steps) {
      switch (step.do) {
        case "wait": {
          const lastsMs = step.ms + (simulated ? 0 : (step.allowanceMs ?? 0));
          found.push({ step, fromMs: nowMs, untilMs: nowMs + lastsMs });
          nowMs += lastsMs;
          break;
        }
        case "latency":
          found.push({ step, fromMs: nowMs, untilMs: nowMs });
          break;
        case "parallel": {
          const from = nowMs;
          nowMs = Math.max(from, ...step.branches.map((branch) => walk(branch, from)));
          break;
        }
        case "paced": {
          const from = nowMs;
          const branches = step.steps.map((each, i) => walk([each], from + i * step.everyMs));
          nowMs = Math.max(from, ...branches);
          break;
        }
        default:
          nowMs = Math.max(nowMs, ends.next(step) ?? nowMs);
      }
    }
    return nowMs;
  };
  walk(scenario.steps, 0);
  return found;
}

/** When steps ended, taken from the history's records, each record for one step. */
class RecordedEnds {
  readonly #ends = new Map<string, number[]>();

  constructor(records: readonly HistoryRecord[]) {
    for (const record of records) {
      const named = endOf(record);
      if (named === undefined) continue;
      const [name, atMs] = named;
      const known = this.#ends.get(name);
      if (known === undefined) this.#ends.set(name, [atMs]);
      else known.push(atMs);
    }
  }

  /** When the next step of this kind ended; undefined when that left no record. */
  next(step: Step): number | undefined {
    const name = nameOf(step);
    return name === undefined ? undefined : this.#ends.get(name)?.shift();
  }
}

function endOf(record: HistoryRecord): [name: string, atMs: number] | undefined {
  switch (record.type) {
    case "query":
      return [queryName(record), record.endMs];
    case "mark":
      return [`mark ${record.name}`, record.atMs];
    case "server":
      return record.event === "starting"
        ? undefined
        : [`${record.event} ${record.server}`, record.atMs];
    case "push":
    case "pop":
      return [`${record.type} ${record.mailbox}`, record.endMs];
    default:
      return undefined;
  }
}

function nameOf(step: Step): string | undefined {
  switch (step.do) {
    case "get":
    case "put":
    case "list":
      return queryName({ method: step.do, client: step.client ?? "c", ...step });
    case "call":
      return queryName({ at: undefined, ...step });
    case "mark":
      return `mark ${step.name}`;
    case "startServer":
      return `started ${step.server}`;
    case "startSystem":
      return `started ${step.system}`;
    case "closeServer":
      return `closed ${step.server}`;
    case "push":
    case "pop":
      return `${step.do} ${step.mailbox}`;
    default:
      return undefined;
  }
}

type Asked = Pick<QueryRecord, "at" | "client" | "key" | "value" | "prefix"> & {
  readonly method: QueryRecord["method"];
};

function queryName({ method, client, at, key, value, prefix }: Asked): string {
  return JSON.stringify([method, client, at ?? null, key ?? prefix, value ?? null]);
}
