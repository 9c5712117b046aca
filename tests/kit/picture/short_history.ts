import type { HandledRecord, HistoryRecord, TellRecord } from "../../../grader/history/history.js";
import type { RecordedRun, StoreSnapshot } from "../../../grader/history/recorded_run.js";

/** Two servers with two actors each; the text of a sync message with one Put. */
const uid = {
  "s1/0": "localhost:6000/1",
  "s1/1": "localhost:6000/2",
  "s2/0": "localhost:6003/1",
  "s2/1": "localhost:6003/2",
} as const;
type Known = keyof typeof uid;

const serverOf = (actor: Known): string => actor.slice(0, 2);

/** The text of a message that carries a Put. */
export function syncText(key: string, value: string, ms: number): string {
  return JSON.stringify({ type: "sync", entries: [[key, value, 1_767_225_600_000 + ms, 0]] });
}

export const tell = (atMs: number, from: Known, to: Known, text: string): TellRecord => ({
  type: "tell",
  atMs,
  server: serverOf(from),
  from: uid[from],
  toServer: serverOf(to),
  to: uid[to],
  bytes: text.length,
  values: text.match(/~[a-z0-9-]+~/g) ?? [],
  text,
});

export const handled = (atMs: number, actor: Known, text: string): HandledRecord => ({
  type: "handled",
  atMs,
  server: serverOf(actor),
  actor: uid[actor],
  values: text.match(/~[a-z0-9-]+~/g) ?? [],
  text,
});

const tick = '{"type":"syncTick"}';
const query = (
  text: Readonly<Record<string, string>>,
  id: number,
  address = "localhost:6000",
): string => JSON.stringify({ ...text, replyTo: { address, id } });

/** By hand: a partition and a drop keep one actor from seeing the last Put, while a clock is ahead. */
export function shortHistory(): HistoryRecord[] {
  const red = syncText("color", "~red~", 100);
  const blue = syncText("color", "~blue~", 905);
  const round = syncText("shape", "~round~", 415);
  const putRed = query({ type: "put", key: "color", value: "~red~" }, -5);
  const putBlue = query({ type: "put", key: "color", value: "~blue~" }, -6, "localhost:6003");
  const putRound = query({ type: "put", key: "shape", value: "~round~" }, -7, "localhost:6003");
  const get = query({ type: "get", key: "color" }, -8);
  const getThere = query({ type: "get", key: "color" }, -9, "localhost:6003");
  return [
    { type: "server", server: "s1", event: "starting", atMs: 0 },
    {
      type: "server",
      server: "s1",
      event: "started",
      atMs: 40,
      address: "localhost:6000",
      actors: 2,
    },
    { type: "server", server: "s2", event: "starting", atMs: 40 },
    {
      type: "server",
      server: "s2",
      event: "started",
      atMs: 80,
      address: "localhost:6003",
      actors: 2,
    },
    {
      type: "fault",
      what: "clock",
      atMs: 80,
      text: "s2's wall clock is 500 ms ahead",
      servers: ["s2"],
    },
    { type: "mark", name: "both run", atMs: 90 },
    handled(100, "s1/0", putRed),
    {
      ...{ type: "query", method: "put", at: "s1/0", client: "c", key: "color", value: "~red~" },
      ...{ startMs: 99, endMs: 101, outcome: { ok: true } },
    },
    handled(110, "s1/0", tick),
    tell(110, "s1/0", "s1/1", red),
    tell(110, "s1/0", "s2/0", red),
    handled(110.4, "s1/1", red),
    handled(210, "s2/0", red),
    handled(225, "s2/0", tick),
    tell(225, "s2/0", "s2/1", red),
    handled(225.3, "s2/1", red),
    { type: "log", atMs: 226, server: "s2", actor: uid["s2/1"], text: "color is ~red~ now" },
    { type: "wait", startMs: 101, endMs: 401 },
    {
      ...{ type: "fault", what: "partition", atMs: 380, text: "s1 | s2 until 900 ms" },
      servers: ["s1", "s2"],
    },
    handled(405, "s2/1", putBlue),
    {
      ...{ type: "query", method: "put", at: "s2/1", client: "c", key: "color", value: "~blue~" },
      ...{ startMs: 404, endMs: 406, outcome: { ok: true } },
    },
    handled(415, "s2/1", tick),
    handled(415, "s2/0", putRound),
    {
      ...{ type: "query", method: "put", at: "s2/0", client: "c", key: "shape", value: "~round~" },
      ...{ startMs: 414, endMs: 416, outcome: { ok: true } },
    },
    tell(415, "s2/1", "s2/0", blue),
    tell(415, "s2/1", "s1/1", blue),
    handled(415.4, "s2/0", blue),
    {
      ...{ type: "fault", what: "dropped", atMs: 515, text: "s2 -> s1, by the partition" },
      ...{ servers: ["s2", "s1"], values: ["~blue~"] },
    },
    handled(540, "s2/0", tick),
    tell(540, "s2/0", "s2/1", round),
    handled(540.3, "s2/1", round),
    { type: "fault", what: "heal", atMs: 900, text: "s1 | s2", servers: ["s1", "s2"] },
    tell(950, "s2/0", "s1/0", round),
    handled(1_050, "s1/0", round),
    handled(1_062, "s1/0", round),
    {
      ...{ type: "fault", what: "duplicated", atMs: 1_050, text: "s2 -> s1" },
      ...{ servers: ["s2", "s1"], values: ["~round~"] },
    },
    handled(1_075, "s1/0", tick),
    tell(1_075, "s1/0", "s1/1", round),
    handled(1_075.4, "s1/1", round),
    {
      ...{ type: "error", atMs: 1_300, server: "s1", actor: uid["s1/1"] },
      ...{
        message: "TypeError: entry is undefined",
        stack: "TypeError: entry is undefined\n  at x",
      },
    },
    { type: "wait", startMs: 416, endMs: 1_616 },
    handled(1_617, "s1/0", get),
    {
      ...{ type: "query", method: "get", at: "s1/0", client: "c", key: "color" },
      ...{ startMs: 1_616, endMs: 1_618, outcome: { ok: true, value: "~red~" } },
    },
    handled(1_620, "s2/1", getThere),
    {
      ...{ type: "query", method: "get", at: "s2/1", client: "c", key: "color" },
      ...{ startMs: 1_619, endMs: 1_621, outcome: { ok: true, value: "~blue~" } },
    },
    tell(1_640, "s2/1", "s1/1", syncText("shape", "~round~", 416)),
  ];
}

/** What the actors of {@link shortHistory} held, as often as it changed. */
function snapshots(): StoreSnapshot[] {
  const started = (Object.keys(uid) as Known[]).map((actor): StoreSnapshot => ({
    ...{ atMs: actor.startsWith("s1") ? 40 : 80, actor, changed: {} },
  }));
  const changes: readonly (readonly [number, Known, string, string])[] = [
    [100, "s1/0", "color", "~red~"],
    [110.4, "s1/1", "color", "~red~"],
    [210, "s2/0", "color", "~red~"],
    [225.3, "s2/1", "color", "~red~"],
    [405, "s2/1", "color", "~blue~"],
    [415, "s2/0", "shape", "~round~"],
    [415.4, "s2/0", "color", "~blue~"],
    [540.3, "s2/1", "shape", "~round~"],
    [1_050, "s1/0", "shape", "~round~"],
    [1_075.4, "s1/1", "shape", "~round~"],
  ];
  const later = changes.map(([atMs, actor, key, value]) => {
    return { atMs, actor, changed: { [key]: value } };
  });
  return [...started, ...later];
}

/** A whole input of a picture, with two findings. */
export function shortInput(change: Partial<RecordedRun> = {}): RecordedRun {
  const records = shortHistory();
  const indexOf = (is: (record: HistoryRecord) => boolean): number => records.findIndex(is);
  const lostBlue = indexOf((r) => r.type === "tell" && r.to === uid["s1/1"] && r.atMs === 415);
  const putBlue = indexOf((r) => r.type === "query" && r.value === "~blue~");
  const readRed = indexOf((r) => r.type === "query" && r.method === "get" && r.at === "s1/0");
  const readBlue = indexOf((r) => r.type === "query" && r.method === "get" && r.at === "s2/1");
  return {
    title: "RemoteSyncLWW1",
    tree: "solution",
    message:
      "s1/0 shows color = ~red~, and s2/1 shows color = ~blue~, 1,200 ms after the last Put.\n" +
      "All query actors show the Put with the latest time, at most 2,000 ms after it (assignment, 4.3).",
    replay: "npm run grade -- --explore --only RemoteSyncLWW1 --seed 7 --faults partition,drop",
    history: {
      records,
      end: { how: "done" },
      output: "",
      durationMs: 1_650,
      simulated: {
        seed: 7,
        conditions: ["partition of s1 and s2 from 380 to 900 ms", "clock of s2 ahead by 500 ms"],
        clockUncertaintyMs: 500,
      },
    },
    findings: [
      {
        kind: "divergence",
        message:
          "s1/0 still shows color = ~red~, although ~blue~ was put later at s2/1. " +
          "The message that carried ~blue~ to s1/1 was lost in the partition, and it was not sent again.",
        inferred: true,
        atMs: 1_618,
        section: "4.3 Last writer wins",
        actor: "s1/0",
        key: "color",
        evidence: [putBlue, lostBlue, readRed, readBlue],
      },
      {
        kind: "double-send",
        message: "s2 sends shape = ~round~ to two actors of s1.",
        inferred: false,
        atMs: 1_640,
        section: "4.4 Messages between servers",
        evidence: [records.length - 1],
      },
    ],
    snapshots: snapshots(),
    ...change,
  };
}
