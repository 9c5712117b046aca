import type { History, HistoryRecord } from "../../history/history.js";
import type { LabPicture, ShownNote, ShownQuery } from "../../picture/picture_spec.js";
import { ActorNames } from "./reading/actor_names.js";
import type { PopRecord, QueryRecord } from "./steps/index.js";

/** How pictures show the runs of this assignment. */
export const picture: LabPicture = {
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

  queryOf(record) {
    return record.type === "query" ? shownQuery(record) : undefined;
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

function shownQuery(record: QueryRecord): ShownQuery {
  const { method, client, key, prefix, outcome, at, startMs, endMs } = record;
  const value = method === "put" ? record.value : outcome.ok ? outcome.value : undefined;
  return {
    ...{ method, client, actor: at, startMs, endMs, key: key ?? prefix ?? "" },
    ...(value === undefined ? {} : { value }),
    ...(outcome.ok && outcome.entries !== undefined ? { entries: outcome.entries } : {}),
    ...(outcome.ok ? {} : { error: outcome.error }),
  };
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
