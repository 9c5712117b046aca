import type { History, HistoryRecord, RunEnd, SimulatedRun } from "../history/history.js";
import type { RunOutcome } from "./scenario_run.js";
import type { SourcePositions } from "./source_positions.js";

/** What a run leaves behind that a history is made of. */
export interface RunRemains extends RunOutcome {
  readonly records: readonly HistoryRecord[];
  readonly droppedRecords: number;
  /** How long the run took, in milliseconds of its own time. */
  readonly durationMs: number;
  /** What was printed on stdout and stderr. */
  readonly output: string;
  /** Of a simulated run, what it can be repeated from. */
  readonly simulated?: SimulatedRun;
}

/**
 * Makes the history of what a run left behind: in the order of times, with positions in the files that a person wrote.
 *
 * @throws what is wrong with the scenario or the harness, if that ended the run.
 */
export function historyOf(remains: RunRemains, positions: SourcePositions): History {
  const { end, durationMs, droppedRecords, simulated, harnessError } = remains;
  if (harnessError !== undefined) throw new Error(`the harness failed ${harnessError}`);
  const records = remains.records.map((record) => {
    if (record.type === "bypass") return { ...record, place: positions.map(record.place) };
    if (record.type !== "error" || record.stack === undefined) return record;
    return { ...record, stack: positions.map(record.stack) };
  });
  // Threads report side by side; the records of one thread are in order already, and the sort keeps that.
  records.sort((a, b) => timeOf(a) - timeOf(b));
  return {
    records,
    end: withPositions(end, positions),
    output: positions.map(remains.output),
    durationMs,
    ...(droppedRecords > 0 ? { droppedRecords } : {}),
    ...(simulated === undefined ? {} : { simulated }),
  };
}

function withPositions(end: RunEnd, positions: SourcePositions): RunEnd {
  switch (end.how) {
    case "done":
      return end;
    case "timeout":
      return { how: "timeout", doing: positions.map(end.doing) };
    case "stuck":
      return { how: "stuck", where: positions.map(end.where) };
    case "crashed":
      return { ...end, reason: positions.map(end.reason) };
  }
}

/** When a record was made. */
function timeOf(record: HistoryRecord): number {
  return "atMs" in record ? record.atMs : record.endMs;
}
