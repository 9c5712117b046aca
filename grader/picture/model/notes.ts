import type { FaultRecord, HistoryRecord } from "../../history/history.js";
import type { Note, NoteKind } from "../page/model.js";
import type { LabPicture, ShownNote } from "../picture_spec.js";
import type { Lanes } from "./lanes.js";

/** The note for a record; undefined for messages and queries. */
export function noteOf(
  record: HistoryRecord,
  index: number,
  lanes: Lanes,
  spec: LabPicture,
): Note | undefined {
  const note = (
    lane: number,
    atMs: number,
    facts: Pick<Note, "kind" | "words" | "endMs" | "detail">,
  ): Note => ({ type: "note", atMs, lane, records: [index], ...facts });

  switch (record.type) {
    case "mark":
      return note(lanes.scenario, record.atMs, { kind: "mark", words: record.name });
    case "wait": {
      const { startMs, endMs } = record;
      const words = `wait ${Math.round(endMs - startMs)} ms`;
      return note(lanes.scenario, startMs, { kind: "wait", words, endMs });
    }
    case "server":
      return note(lanes.named(record.server), record.atMs, {
        kind: record.event === "failed" ? "error" : "server",
        words: `${record.server} ${record.event}`,
        ...(record.error === undefined ? {} : { detail: record.error }),
      });
    case "actor":
      return note(lanes.ofUid(record.actor, record.server), record.atMs, {
        kind: "server",
        words: [record.name, record.event].filter((word) => word !== undefined).join(" "),
        ...(record.reason === undefined ? {} : { detail: record.reason }),
      });
    case "error":
      return note(laneOfActor(record.server, record.actor, lanes), record.atMs, {
        kind: record.intended === true ? "other" : "error",
        words: record.message,
        ...(record.stack === undefined ? {} : { detail: record.stack }),
      });
    case "log":
      return note(lanes.ofUid(record.actor, record.server), record.atMs, {
        kind: "log",
        words: record.text,
      });
    case "fault":
      return note(faultLane(record.servers, lanes), record.atMs, {
        kind: faultKind(record),
        words: `${record.what}: ${record.text}`,
      });
    case "bypass":
      return note(laneOfHost(record.host, lanes), record.atMs, {
        kind: "bypass",
        words: `${record.what} bypasses the platform; ${record.instead}`,
        detail: record.place,
      });
    default: {
      const shown: ShownNote | undefined = spec.noteOf(record);
      if (shown === undefined) return undefined;
      const { lane, atMs, ...facts } = shown;
      return note(lane === undefined ? lanes.scenario : lanes.named(lane), atMs, facts);
    }
  }
}

function laneOfActor(server: string, actor: string | undefined, lanes: Lanes): number {
  if (actor !== undefined) return lanes.ofUid(actor, server);
  return lanes.find(server) ?? lanes.scenario;
}

function faultKind({ what }: FaultRecord): NoteKind {
  switch (what) {
    case "crash":
      return "crash";
    case "dropped":
    case "duplicated":
    case "reordered":
      return "packet";
    case "partition":
    case "heal":
    case "clock":
      return "fault";
    default:
      return what satisfies never;
  }
}

/** The lane of a fault: that of its server if it has only one, and otherwise the scenario's. */
function faultLane(servers: readonly string[], lanes: Lanes): number {
  const [only, ...others] = servers;
  if (only === undefined || others.length > 0) return lanes.scenario;
  return lanes.find(only) ?? lanes.scenario;
}

/** The lane of a simulated thread such as `main/s1/2`. */
function laneOfHost(host: string, lanes: Lanes): number {
  for (const part of host.split("/").reverse()) {
    const lane = lanes.find(part);
    if (lane !== undefined) return lane;
  }
  return lanes.scenario;
}
