import type { History, HistoryRecord } from "../../history/history.js";
import type { StoreSnapshot } from "../../history/recorded_run.js";
import type { LabPicture, ShownRequest } from "../../picture/picture_spec.js";
import { isRefused, runLines, shownOf } from "./reading/script_lines.js";
import { commandOf, type CommandRecord } from "./steps/index.js";

/** How pictures show the runs of this assignment: a lane for each process, and the commands of the master. */
export const picture: LabPicture = {
  words: {
    ...{ write: "put", read: "get", own: "timer, or told by the master" },
    ...{ local: "message within a process", remote: "message between processes" },
    ...{ actor: "Process", key: "Key", stores: "Stores and dependencies" },
  },

  servers({ records }: History) {
    const lanes = new Map<string, string>();
    for (const record of records) {
      if (record.type !== "server" || record.event !== "started") continue;
      lanes.set(record.server, `${record.address ?? ""}/1`);
    }
    return [...lanes].map(([server, uid]) => ({
      server,
      actors: [{ name: `${server}/0` as const, uid }],
    }));
  },

  requestOf: (record) => (record.type === "command" ? requestOf(record) : undefined),

  derivedStores: (history) => dependenciesIn(history),

  noteOf(record: HistoryRecord) {
    if (record.type !== "command" || requestOf(record) !== undefined) return undefined;
    const { line: words, startMs: atMs, endMs, output, error } = record;
    const detail = [...output, ...(typeof error === "string" ? [error] : [])].join("\n");
    const kind = typeof error === "string" ? "error" : "other";
    return {
      ...{ lane: undefined, kind, atMs, endMs, words },
      ...(detail === "" ? {} : { detail }),
    };
  },
};

/** A put or a get that a client was told. */
function requestOf(record: CommandRecord): ShownRequest | undefined {
  const { line, startMs, endMs, error } = record;
  const command = commandOf(line);
  if ((command.name !== "put" && command.name !== "get") || typeof error === "string") {
    return undefined;
  }
  const { client, key } = command;
  const shown = shownOf(record, key);
  const common = { client: "master", actor: `c${client}/0`, startMs, endMs, key };
  if (command.name === "put") {
    const { value } = command;
    const failed = shown === undefined ? {} : { error: shown };
    const words = `put ${key} = ${value}`;
    return { ...common, look: "write", words, shown: { [key]: value }, ...failed };
  }
  const failed = shown?.startsWith("ERR_") === true ? shown : undefined;
  return {
    ...{ ...common, look: "read", words: `get ${key} → ${shown ?? "nothing"}` },
    shown: failed !== undefined || shown === undefined ? {} : { [key]: shown },
    ...(failed === undefined ? {} : { error: failed }),
  };
}

/** What each client depends on at any moment: what it has written and read last of each key. */
function dependenciesIn(history: History): StoreSnapshot[] {
  const snapshots: StoreSnapshot[] = [];
  for (const line of runLines(history)) {
    const { command, record } = line;
    if (isRefused(line)) continue;
    const { endMs: atMs, output } = record;
    if (command.name === "joinClient") {
      snapshots.push({ atMs, actor: `c${command.id}/0`, changed: {} });
    } else if (command.name === "put" && output.length === 0) {
      const { client, key, value } = command;
      snapshots.push({ atMs, actor: `c${client}/0`, changed: { [key]: value } });
    } else if (command.name === "get") {
      const { client, key } = command;
      const shown = shownOf(record, key);
      if (shown === undefined || shown.startsWith("ERR_")) continue;
      snapshots.push({ atMs, actor: `c${client}/0`, changed: { [key]: shown } });
    }
  }
  return snapshots;
}
