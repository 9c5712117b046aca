import { addTo } from "../../base/group_by.js";
import type { FaultRecord, HistoryRecord, TellRecord } from "../../history/history.js";
import type { Message } from "../page/model.js";
import type { Lanes } from "./lanes.js";
import { inOrder, type Indexed, type Matched } from "./match_messages.js";
import type { Texts } from "./texts.js";

/** The arrows of a picture: every message between actors, and what became of it. */
export function messagesOf(
  matched: Matched,
  records: readonly HistoryRecord[],
  lanes: Lanes,
  texts: Texts,
  untilMs: number,
): Message[] {
  const times = new TransitTimes(matched);
  const fates = new Fates(records, untilMs);
  const base = ({
    record,
  }: Indexed<TellRecord>): Pick<Message, "type" | "lane" | "toLane" | "bytes" | "text"> => ({
    type: "message",
    lane: lanes.ofUid(record.from, record.server),
    toLane: lanes.ofUid(record.to, record.toServer),
    bytes: record.bytes,
    ...(record.text === undefined ? {} : { text: texts.add(record.text) }),
  });

  const arrows = matched.messages.map(({ told, handled }): Message => {
    const atMs = told.record.atMs;
    const common = { ...base(told), atMs };
    if (handled !== undefined) {
      const endMs = handled.record.atMs;
      return { ...common, endMs, fate: "arrived", records: [told.index, handled.index] };
    }
    const { usualMs, longestMs } = times.of(told.record);
    const records = [told.index];
    if (told.record.text === undefined) return { ...common, endMs: atMs, fate: "unseen", records };
    const endMs = told.record.atMs + usualMs;
    return { ...common, endMs, records, ...fates.of(told.record, told.record.atMs + longestMs) };
  });
  const copies = matched.copies.map(({ told, handled }): Message => ({
    ...base(told),
    atMs: told.record.atMs,
    endMs: handled.record.atMs,
    fate: "arrived",
    copy: true,
    records: [told.index, handled.index],
  }));
  return [...arrows, ...copies];
}

/** How long messages take from one server to another, according to the run. */
class TransitTimes {
  readonly #times = new Map<string, { usualMs: number; longestMs: number }>();

  constructor({ messages }: Matched) {
    const took = new Map<string, [number, ...number[]]>();
    for (const { told, handled } of messages) {
      if (handled === undefined) continue;
      addTo(took, pairOf(told.record), handled.record.atMs - told.record.atMs);
    }
    for (const [pair, times] of took) {
      times.sort((a, b) => a - b);
      const usualMs = times[times.length >> 1] ?? 0;
      this.#times.set(pair, { usualMs, longestMs: times.at(-1) ?? 0 });
    }
  }

  /** In milliseconds; zero when no message ever arrived. */
  of(tell: TellRecord): { usualMs: number; longestMs: number } {
    return this.#times.get(pairOf(tell)) ?? { usualMs: 0, longestMs: 0 };
  }
}

function pairOf({ server, toServer }: TellRecord): string {
  return `${server}\0${toServer}`;
}

/** What became of messages that nobody handled. */
class Fates {
  readonly #drops: Indexed<FaultRecord>[];
  readonly #partitions: { fault: FaultRecord; untilMs: number }[] = [];
  readonly #gone: { server: string; atMs: number }[] = [];
  readonly #untilMs: number;

  constructor(records: readonly HistoryRecord[], untilMs: number) {
    this.#untilMs = untilMs;
    const faults = inOrder(records, "fault");
    this.#drops = faults.filter(({ record }) => record.what === "dropped");
    for (const { record } of faults) {
      if (record.what === "partition") this.#partitions.push({ fault: record, untilMs });
      if (record.what === "heal") this.#heal(record);
      if (record.what === "crash") {
        for (const server of record.servers) this.#gone.push({ server, atMs: record.atMs });
      }
    }
    for (const { record } of inOrder(records, "server")) {
      if (record.event === "closed") this.#gone.push({ server: record.server, atMs: record.atMs });
    }
  }

  of(tell: TellRecord, endMs: number): Pick<Message, "fate" | "why"> {
    const drop = this.#drops.findIndex(({ record }) => dropsIt(record, tell));
    if (drop >= 0) {
      const [fault] = this.#drops.splice(drop, 1);
      return { fate: "lost", why: `dropped: ${fault?.record.text ?? ""}` };
    }
    const partition = this.#partitions.find(
      ({ fault, untilMs }) =>
        fault.atMs <= endMs && tell.atMs <= untilMs && between(fault, tell) && remote(tell),
    );
    if (partition !== undefined) {
      return { fate: "lost", why: `partition: ${partition.fault.text}` };
    }
    const gone = this.#gone.find(
      ({ server, atMs }) => server === tell.toServer && atMs <= endMs && atMs >= tell.atMs - 60_000,
    );
    if (gone !== undefined) return { fate: "lost", why: `${gone.server} was gone` };
    return { fate: endMs >= this.#untilMs ? "underWay" : "lost" };
  }

  #heal(heal: FaultRecord): void {
    const open = this.#partitions.find(
      ({ fault, untilMs }) =>
        untilMs === this.#untilMs && fault.servers.join() === heal.servers.join(),
    );
    if (open !== undefined) open.untilMs = heal.atMs;
  }
}

/** Whether a drop may be that of a message: between the same servers, with the same values, soon after it was sent. */
function dropsIt(fault: FaultRecord, tell: TellRecord): boolean {
  const [from, to] = fault.servers;
  if (to !== undefined && (from !== tell.server || to !== tell.toServer)) return false;
  const afterMs = fault.atMs - tell.atMs;
  if (afterMs < -0.001 || afterMs > 5_000 || !between(fault, tell) || !remote(tell)) return false;
  return fault.values === undefined || fault.values.join() === tell.values.join();
}

function between({ servers }: FaultRecord, { server, toServer }: TellRecord): boolean {
  return servers.length === 0 || (servers.includes(server) && servers.includes(toServer));
}

function remote({ server, toServer }: TellRecord): boolean {
  return server !== toServer;
}
