import type { FaultRecord, HistoryRecord } from "../../history/history.js";
import type { Band } from "../page/model.js";
import type { Lanes } from "./lanes.js";
import { inOrder } from "./match_messages.js";

/** The lives of servers, and partitions. */
export function bandsOf(records: readonly HistoryRecord[], lanes: Lanes, untilMs: number): Band[] {
  return [...livesOf(records, lanes, untilMs), ...partitionsOf(records, lanes, untilMs)];
}

function livesOf(records: readonly HistoryRecord[], lanes: Lanes, untilMs: number): Band[] {
  const bands: Band[] = [];
  const began = new Map<string, { kind: "starting" | "life"; fromMs: number }>();
  const end = (server: string, atMs: number): void => {
    const since = began.get(server);
    if (since === undefined) return;
    began.delete(server);
    const words = since.kind === "life" ? `${server} runs` : `${server} starts`;
    bands.push({
      ...since,
      untilMs: atMs,
      lanes: lanes.ofServer(server),
      words,
    });
  };
  const changes = [
    ...inOrder(records, "server").map(({ record }) => record),
    ...inOrder(records, "fault")
      .map(({ record }) => record)
      .filter(({ what }) => what === "crash"),
  ].sort((a, b) => a.atMs - b.atMs);
  for (const record of changes) {
    if (record.type === "fault") {
      for (const server of record.servers) end(server, record.atMs);
      continue;
    }
    end(record.server, record.atMs);
    const fromMs = record.atMs;
    if (record.event === "starting") began.set(record.server, { kind: "starting", fromMs });
    if (record.event === "started") began.set(record.server, { kind: "life", fromMs });
  }
  for (const server of [...began.keys()]) end(server, untilMs);
  return bands;
}

/** A partition lasts until the same servers heal, or until the end. */
function partitionsOf(records: readonly HistoryRecord[], lanes: Lanes, untilMs: number): Band[] {
  const bands: Band[] = [];
  const open = new Map<string, FaultRecord>();
  const end = (name: string, atMs: number): void => {
    const fault = open.get(name);
    if (fault === undefined) return;
    open.delete(name);
    bands.push({
      kind: "partition",
      fromMs: fault.atMs,
      untilMs: atMs,
      lanes: [lanes.scenario, ...fault.servers.flatMap((server) => lanes.ofServer(server))],
      words: `partition: ${fault.text}`,
    });
  };
  for (const { record } of inOrder(records, "fault")) {
    const name = [...record.servers].sort().join("\0");
    if (record.what === "partition") open.set(name, record);
    if (record.what === "heal") end(name, record.atMs);
  }
  for (const name of [...open.keys()]) end(name, untilMs);
  return bands;
}
