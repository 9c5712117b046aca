import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { AnyStep } from "../../../history/scenario.js";
import type { StepKind } from "../../../run/step_kind.js";
import { course } from "../manifest.js";
import { MasterProcess } from "./master_process.js";

/** Measures how many requests a second the master gets through, with operating-system processes. */
export interface MeasureStep extends AnyStep {
  readonly do: "measure";
}

/** A measurement of the throughput. */
export interface MeasuredRecord {
  readonly type: "measured";
  readonly startMs: number;
  readonly endMs: number;
  /** In requests per second, one for each run. */
  readonly runs: readonly number[];
  /** Why there are fewer runs than there should be. */
  readonly error?: string;
  readonly todo?: boolean;
}

declare module "../../../history/history.js" {
  interface HistoryRecords {
    measured: MeasuredRecord;
  }
}

/** How long the processes may take to start, and a run may take, in milliseconds. */
const startMs = 60_000;
const runMs = 60_000;

/** How often to look whether the processes can start at all, in milliseconds. */
const sliceMs = 500;

/** What a master says of code that has not been written. */
const unwritten = /TODO\(|not written yet/;

/** Measures a step's throughput with the master of the tree. Not in simulation, where nothing takes real time. */
export const measure: StepKind<MeasureStep> = {
  inWords: () => "measuring the throughput",
  needs: () => ({ processes: true, threads: 30, lastsMs: 60_000 }),

  async run(_, root) {
    const ended = root.began<MeasuredRecord>({ type: "measured" });
    const entry = fileURLToPath(new URL("master/main.js", root.tree.url));
    const master = new MasterProcess([process.execPath, entry]);
    root.onClose(() => master.kill());
    try {
      const result = await measured(master);
      const rates = result.runs.map((rate) => Math.round(rate)).join(", ");
      process.stdout.write(`requests a second in each run: ${rates}\n`);
      ended(result);
    } finally {
      await master.kill();
    }
  },
};

/**
 * Measures: servers, as many clients, each at a server of its own; then, in each run, puts of the clients in turn and a
 * stabilize. Gets tell when the master has got that far.
 */
export async function measured(
  master: MasterProcess,
): Promise<Pick<MeasuredRecord, "runs" | "error" | "todo">> {
  const { servers, clients, requestsPerRun, runs } = course.throughput;
  const clientIds = Array.from({ length: clients }, (_, index) => servers + index);
  const rates: number[] = [];
  master.write([
    ...Array.from({ length: servers }, (_, id) => `joinServer ${id}`),
    ...clientIds.map((id, index) => `joinClient ${id} ${index % servers}`),
    `get ${servers} ready`,
  ]);
  let lines: readonly string[] = [];
  // What is not written yet never replies, and says so at once.
  for (let waitedMs = 0; waitedMs < startMs && lines.length === 0; waitedMs += sliceMs) {
    lines = await master.read(1, sliceMs);
    if (master.ended !== undefined || unwritten.test(master.errors)) break;
  }
  for (let run = 1; lines.length === 1 && rates.length < runs; run++) {
    // Who has not got it from another client's server cannot know it.
    const value = `run${run}-${randomUUID().slice(0, 8)}`;
    const commands = Array.from(
      { length: requestsPerRun },
      (_, index) => `put ${clientIds[index % clients] ?? servers} k${index} ${value}`,
    );
    const beganMs = performance.now();
    master.write([...commands, "stabilize", `get ${servers} k${requestsPerRun - 1}`]);
    lines = await master.read(1, runMs);
    if (lines[0] !== `k${requestsPerRun - 1}:${value}`) break;
    rates.push(requestsPerRun / ((performance.now() - beganMs) / 1_000));
  }
  if (rates.length === runs) return { runs: rates };
  const { errors } = master;
  const seen =
    lines.length === 0
      ? (master.ended ?? "it printed nothing in time")
      : `it printed "${lines.join()}"`;
  const error = `${seen}${errors === "" ? "" : `; on standard error: ${errors}`}`;
  return { runs: rates, error, ...(unwritten.test(errors) ? { todo: true } : {}) };
}
