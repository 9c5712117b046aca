import type { History, TellRecord } from "../../../grader/history/history.js";
import { ActorNames } from "../../../grader/labs/cmud/reading/actor_names.js";
import { serverOf } from "../../../grader/labs/cmud/reading/servers.js";
import { capped, describeValue, listed } from "../../../grader/labs/cmud/reading/words.js";
import { fail } from "./evidence.js";
import {
  ackedPuts,
  tells,
  whole,
  type AckedPut,
  type Span,
} from "../../../grader/labs/cmud/reading/views.js";

/** How many times the needed copies of Puts may be sent on average. */
export const copiesAllowed = 1.6;

/**
 * How many copies of a Put may be sent when so many actors need it: always one more than that, so that a ring may close,
 * and a leader need not remember whom it has the news from.
 */
function allowedFor(receivers: number): number {
  return Math.max(copiesAllowed * receivers, receivers + 1);
}

/** How often one Put was sent. */
export interface PutCopies {
  readonly put: AckedPut;
  /** Messages with the value count once for every time that it is in them. */
  readonly copies: number;
  /** The actors that got it and had not put it. */
  readonly receivers: number;
  /** The actor that got it most often. */
  readonly worst: { readonly name: string; readonly copies: number } | undefined;
}

/** How often each Put was sent by one actor to another, in a part of the run. */
export function copiesOfPuts(history: History, span: Span = whole): PutCopies[] {
  const names = new ActorNames(history);
  const byValue = carriers(tells(history, span));
  return ackedPuts(history).flatMap((put) => {
    const carried = byValue.get(put.value);
    if (carried === undefined) return [];
    // The first to send a Put on is the actor that took it, whatever actors and servers come after.
    const origin = carried.find(({ tell }) => tell.server === serverOf(put.at))?.tell.from;
    const byReceiver = new Map<string, { name: string; copies: number }>();
    for (const { tell, times } of carried) {
      const name = names.nameOf(tell.toServer, tell.to);
      const receiver = byReceiver.get(tell.to) ?? { name, copies: 0 };
      receiver.copies += times;
      byReceiver.set(tell.to, receiver);
    }
    const ranked = [...byReceiver.values()].sort((a, b) => b.copies - a.copies);
    return {
      put,
      copies: ranked.reduce((sum, { copies }) => sum + copies, 0),
      receivers: byReceiver.size - (origin !== undefined && byReceiver.has(origin) ? 1 : 0),
      worst: ranked[0],
    };
  });
}

/**
 * Demands that Puts are not sent again and again: of all copies of Puts in messages, not many more than one for each
 * actor that did not have the Put. Solutions that encode values so that they cannot be found in messages are left to the
 * check of bytes.
 */
export function checkRedundancy(history: History, section: string, span: Span = whole): void {
  const all = copiesOfPuts(history, span);
  const copies = sum(all.map((put) => put.copies));
  const needed = sum(all.map((put) => put.receivers));
  if (copies <= sum(all.map((put) => allowedFor(put.receivers)))) return;
  const worst = all
    .filter((put) => put.copies > put.receivers)
    .sort((a, b) => b.copies / b.receivers - a.copies / a.receivers);
  fail(history, {
    did: `put ${all.length} keys and looked for their values in every message from one actor to another.`,
    expected: `sync messages are not excessively redundant: on average a Put is sent at most ${copiesAllowed} times for each actor that does not have it yet, or once more than that takes`,
    section,
    seen: [
      `${copies} copies of ${all.length} Puts were sent, and ${needed} were needed: ${(copies / Math.max(1, needed)).toFixed(1)} times as many`,
      ...capped(
        worst.map(
          ({ put, worst: most, ...counts }) =>
            `${describeValue(put.value)}, put on ${put.at}: ${counts.copies} copies for ${counts.receivers} actors; ${most?.name ?? ""} got ${most?.copies ?? 0}`,
        ),
        3,
      ),
    ],
    next: "whether Puts are sent back to where they came from, sent on by several actors, or sent again with every message.",
  });
}

/** How many different actors of another server got each Put from abroad, on average, with an example. */
export interface Crossing {
  readonly toServer: string;
  readonly puts: number;
  readonly receiversPerPut: number;
  readonly copiesPerPut: number;
  readonly example: string;
}

/** How Puts of one server crossed the network to others, in a part of the run. */
export function crossings(history: History, from: string, span: Span = whole): Crossing[] {
  const names = new ActorNames(history);
  const byValue = carriers(tells(history, span).filter((tell) => tell.server !== tell.toServer));
  const perServer = new Map<
    string,
    { puts: number; receivers: number; copies: number; widest: number; example: string }
  >();
  for (const put of ackedPuts(history)) {
    if (serverOf(put.at) !== from) continue;
    const to = new Map<string, { receivers: Set<string>; copies: number }>();
    for (const { tell, times } of byValue.get(put.value) ?? []) {
      const arrival = to.get(tell.toServer) ?? { receivers: new Set(), copies: 0 };
      arrival.receivers.add(names.nameOf(tell.toServer, tell.to));
      arrival.copies += times;
      to.set(tell.toServer, arrival);
    }
    for (const [server, { receivers, copies }] of to) {
      const total = perServer.get(server) ?? {
        puts: 0,
        receivers: 0,
        copies: 0,
        widest: 0,
        example: "",
      };
      total.puts++;
      total.receivers += receivers.size;
      total.copies += copies;
      if (receivers.size > total.widest) {
        total.widest = receivers.size;
        total.example = `${describeValue(put.value)}, put on ${put.at}, was sent from other servers to ${listed([...receivers])}`;
      }
      perServer.set(server, total);
    }
  }
  return [...perServer].map(([toServer, total]) => ({
    toServer,
    puts: total.puts,
    receiversPerPut: total.receivers / total.puts,
    copiesPerPut: total.copies / total.puts,
    example: total.example,
  }));
}

/** Up to so many actors of another server may be sent a Put on average; one is what is needed. */
export const receiversAllowed = 1.2;

/**
 * Demands that the Puts of a server are not sent separately to several actors of another server.
 *
 * @param role says what the server is to the others, for the message: "older" or "newer".
 */
export function checkNoBroadcast(
  history: History,
  from: string,
  to: readonly string[],
  role: string,
  span: Span = whole,
): void {
  const over = crossings(history, from, span).filter(
    (crossing) =>
      to.includes(crossing.toServer) &&
      (crossing.receiversPerPut > receiversAllowed || crossing.copiesPerPut > copiesAllowed),
  );
  if (over.length === 0) return;
  fail(history, {
    did: `put keys on ${from} and looked for their values in the messages that went from one server to another; ${from} is ${role} than ${listed(to)}.`,
    expected:
      "a Put crosses the network once for each other server, and is passed on to the other query actors there; it is not sent separately to several of them",
    section: "5.2",
    seen: over.map(
      (crossing) =>
        `${crossing.toServer} got each Put ${crossing.copiesPerPut.toFixed(1)} times, at ${crossing.receiversPerPut.toFixed(1)} of its actors; ${crossing.example}`,
    ),
    next: "to which actors of another server Puts are sent, and whom a server that starts is told about.",
  });
}

interface Carrier {
  readonly tell: TellRecord;
  readonly times: number;
}

/** The messages that carry each value, in the order of their times. */
function carriers(all: readonly TellRecord[]): Map<string, Carrier[]> {
  const byValue = new Map<string, Carrier[]>();
  for (const tell of all) {
    const times = new Map<string, number>();
    for (const value of tell.values) times.set(value, (times.get(value) ?? 0) + 1);
    for (const [value, count] of times) {
      const known = byValue.get(value);
      if (known === undefined) byValue.set(value, [{ tell, times: count }]);
      else known.push({ tell, times: count });
    }
  }
  return byValue;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
