import type { HandledRecord, History, TellRecord } from "../../../history/history.js";
import type { ServerLife } from "../reading/topology.js";
import type { Write } from "./write_order.js";

/**
 * How a write got, or did not get, to a life of a server up to some time, as far as the messages of the run show it, as a
 * sentence; empty if they were not recorded. A message carries the write if the value stands in it.
 */
export function journeyOf(
  { records }: History,
  { value, server: from }: Write,
  to: ServerLife,
  untilMs: number,
): string {
  const quoted = JSON.stringify(value);
  const target = `s${to.id}`;
  const ends = records.flatMap((record) =>
    record.type === "server" && record.server === target && record.event === "closed"
      ? [record.atMs]
      : [],
  );
  const fromMs = ends[to.life - 1] ?? 0;
  const carries = ({ atMs, text }: TellRecord | HandledRecord): boolean =>
    atMs >= fromMs && atMs <= untilMs && text?.includes(quoted) === true;
  const tells = records.filter((record): record is TellRecord => record.type === "tell");
  if (from.id === to.id || tells.every(({ text }) => text === undefined)) return "";
  const handled = records.findLast(
    (record): record is HandledRecord =>
      record.type === "handled" && record.server === target && carries(record),
  );
  if (handled !== undefined) {
    return ` Server ${to.id} got "${value}" at ${inMs(handled.atMs)}, and did not keep it.`;
  }
  const sent = tells.filter(
    (tell) => tell.toServer === target && tell.server.startsWith("s") && carries(tell),
  );
  const [first] = sent;
  if (first !== undefined) {
    const times = sent.length === 1 ? "once" : `${sent.length} times, first`;
    const sender = `server ${first.server.slice(1)}`;
    return ` "${value}" was sent to server ${to.id} ${times} by ${sender} at ${inMs(first.atMs)}, and never arrived: the link was broken.`;
  }
  return ` No server has sent "${value}" to server ${to.id}.`;
}

function inMs(ms: number): string {
  return `${Math.round(ms * 10) / 10} ms`;
}
