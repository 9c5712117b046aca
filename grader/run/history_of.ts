import type { History, HistoryRecord, RunEnd } from "../history/history.js";
import type { ProcessResult } from "./scenario_process.js";
import type { SourcePositions } from "./source_positions.js";

/** What a run leaves behind that a history is made of. */
export type RunRemains = Pick<
  ProcessResult,
  "end" | "records" | "output" | "durationMs" | "droppedRecords"
>;

/** Makes the history of what a run left behind: in the order of times, with positions in the files that a person wrote. */
export function historyOf(result: RunRemains, positions: SourcePositions): History {
  const { end, durationMs, droppedRecords } = result;
  const records = result.records.map((record) => {
    if (record.type === "bypass") return { ...record, place: positions.map(record.place) };
    if (record.type !== "error" || record.stack === undefined) return record;
    return { ...record, stack: positions.map(record.stack) };
  });
  // Threads report side by side; the records of one thread are in order already, and the sort keeps that.
  records.sort((a, b) => timeOf(a) - timeOf(b));
  return {
    records,
    end: withPositions(end, positions),
    output: positions.map(result.output),
    durationMs,
    ...(droppedRecords > 0 ? { droppedRecords } : {}),
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
      return { how: "crashed", reason: positions.map(end.reason) };
  }
}

/** When a record was made. */
function timeOf(record: HistoryRecord): number {
  return "atMs" in record ? record.atMs : record.endMs;
}
