import type { HandledRecord, History, TellRecord } from "../../../history/history.js";
import type { ServerLife } from "../reading/topology.js";
import type { Write } from "./write_order.js";

/**
 * How a write got, or did not get, to a life of a server up to some time, as far as the messages of the run show it, as a
 * sentence (only detailed histories show what arrived); empty if servers do not show in their messages to each other which values they carry.
 */
export function journeyOf(
  { records }: History,
  { value, server: from }: Write,
  to: ServerLife,
  untilMs: number,
): string {
  const target = `s${to.id}`;
  const ends = records.flatMap((record) =>
    record.type === "server" && record.server === target && record.event === "closed"
      ? [record.atMs]
      : [],
  );
  const fromMs = ends[to.life - 1] ?? 0;
  const carries = ({ atMs, values }: TellRecord | HandledRecord): boolean =>
    atMs >= fromMs && atMs <= untilMs && values.includes(value);
  const tells = records.filter(
    (record): record is TellRecord =>
      record.type === "tell" && record.server.startsWith("s") && record.toServer.startsWith("s"),
  );
  if (from.id === to.id || tells.every(({ values }) => values.length === 0)) return "";
  const handled = records.findLast(
    (record): record is HandledRecord =>
      record.type === "handled" && record.server === target && carries(record),
  );
  if (handled !== undefined) {
    return ` Server ${to.id} got "${value}" at ${inMs(handled.atMs)}, and did not keep it.`;
  }
  const sent = tells.filter((tell) => tell.toServer === target && carries(tell));
  const [first] = sent;
  if (first !== undefined) {
    const times = sent.length === 1 ? "once" : `${sent.length} times, first`;
    const sender = `server ${first.server.slice(1)}`;
    const isDetailed = records.some(({ type }) => type === "handled");
    const end = isDetailed ? ", and had not arrived by then" : "";
    return ` "${value}" was sent to server ${to.id} ${times} by ${sender} at ${inMs(first.atMs)}${end}.`;
  }
  return ` No server has sent "${value}" to server ${to.id}.`;
}

function inMs(ms: number): string {
  return `${Math.round(ms * 10) / 10} ms`;
}
