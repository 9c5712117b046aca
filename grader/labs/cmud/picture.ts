import type { History, HistoryRecord } from "../../history/history.js";
import type { LabPicture, ShownNote, ShownRequest } from "../../picture/picture_spec.js";
import { ActorNames } from "./reading/actor_names.js";
import type { PopRecord, QueryRecord } from "./steps/index.js";

/** How pictures show the runs of this assignment. */
export const picture: LabPicture = {
  words: {
    ...{ write: "Put", read: "Get or List", own: "timer, or sent by its server" },
    ...{ local: "message within a server", remote: "message between servers" },
    ...{ actor: "Actor", key: "Key", stores: "Stores" },
  },

  servers(history: History) {
    const names = new ActorNames(history);
    return [...names.servers].map(([server, actors]) => ({
      server,
      actors: actors.map((name) => {
        const uid = names.uidOf(name);
        return { name, ...(uid === undefined ? {} : { uid }) };
      }),
    }));
  },

  requestOf(record) {
    return record.type === "query" ? shownRequest(record) : undefined;
  },

  noteOf(record) {
    switch (record.type) {
      case "latency":
        return note(record, undefined, `latency is ${record.ms} ms from now on`);
      case "stats": {
        const words = `${record.server}: counters read (${record.name})`;
        const shown = note(record, record.server, words, JSON.stringify(record.stats));
        return { ...shown, kind: "stats" };
      }
      case "fakeRpc": {
        const words = `${record.fake} gets ${record.method}`;
        return note(record, record.fake, words, JSON.stringify(record.params));
      }
      case "received":
        return note(record, record.system, `${record.system} received ${record.message}`);
      case "push": {
        const { mailbox, values, error } = record;
        const words = `push ${values.join(", ")}${error === undefined ? "" : `: ${error}`}`;
        return { ...note(record, mailbox, words), ...(error === undefined ? {} : isError) };
      }
      case "pop":
      case "popResult": {
        const shown = note(record, record.mailbox, popWords(record));
        return { ...shown, ...(record.outcome.got === "error" ? isError : {}) };
      }
      default:
        return undefined;
    }
  },
};

const isError = { kind: "error" } as const;

function shownRequest(record: QueryRecord): ShownRequest {
  const { method, client, key, prefix, outcome, at, startMs, endMs } = record;
  return {
    look: method === "put" ? "write" : "read",
    ...{ client, actor: at, startMs, endMs, words: requestWords(record), shown: shownBy(record) },
    ...(key === undefined ? {} : { key }),
    ...(method === "list" ? { prefix: prefix ?? "" } : {}),
    ...(outcome.ok ? {} : { error: outcome.error }),
  };
}

/** What a Put wrote, whatever became of it, or what a read that was answered showed. */
function shownBy({ method, key = "", value, outcome }: QueryRecord): ShownRequest["shown"] {
  if (method === "put") return { [key]: value ?? "" };
  if (!outcome.ok) return {};
  return method === "get" ? { [key]: outcome.value ?? null } : (outcome.entries ?? {});
}

function requestWords({ method, key = "", value, prefix, outcome }: QueryRecord): string {
  const asked = method === "list" ? `list "${prefix ?? ""}"` : key;
  if (!outcome.ok) return `${method === "put" ? "put " : ""}${asked} ✗`;
  if (method === "put") return `${key} = ${value ?? ""}`;
  if (method === "get") return `${key} → ${outcome.value ?? "absent"}`;
  const count = Object.keys(outcome.entries ?? {}).length;
  return `${asked} → ${count} ${count === 1 ? "key" : "keys"}`;
}

function note(
  record: Extract<HistoryRecord, { atMs: number } | { startMs: number }>,
  lane: string | undefined,
  words: string,
  detail?: string,
): ShownNote {
  return {
    lane,
    kind: "other",
    ...("atMs" in record ? { atMs: record.atMs } : { atMs: record.startMs, endMs: record.endMs }),
    words,
    ...(detail === undefined ? {} : { detail }),
  };
}

function popWords({ outcome }: PopRecord): string {
  switch (outcome.got) {
    case "value":
      return `pop → ${JSON.stringify(outcome.value)}`;
    case "closed":
      return "pop → closed";
    case "waiting":
      return "pop waits";
    case "error":
      return `pop: ${outcome.error}`;
    default:
      return outcome satisfies never;
  }
}
