import type { ActorName } from "../../../grader/history/scenario.js";
import type { Step } from "../../../grader/labs/cmud/steps/index.js";
import { pick } from "../pick.js";
import { actorsAt, startServer, startServerAgain } from "../place.js";
import { mark, paced, parallel, together, wait } from "../flow.js";
import { atLatency, get, list, put, scenarioOf, valueOf } from "../steps.js";
import {
  latencyMs,
  localLimitMs,
  maxLatencyMs,
  pacedWithReads,
  remoteLimitMs,
  waitPast,
} from "../timing.js";
import { oddKeys, oddValues } from "./odd_entries.js";
import type { Trace } from "./trace.js";

/**
 * How long the first server waits between the old Puts and the start of the next one, in milliseconds: longer than Puts
 * may wait to be sent, so that only a transfer of state can bring them to the new server.
 */
const oldAgeMs = 2_500;

/** How much earlier a Put is than another one that must win, in milliseconds: more than clocks differ. */
const earlierMs = 30;

/** A key and its value. */
export interface Entry {
  readonly key: string;
  readonly value: string;
}

/** Entries with unusual keys and values. */
export const oddEntries: readonly Entry[] = [
  ...oddKeys.map((key, index) => ({ key, value: valueOf(`odd-${index}`) })),
  ...oddValues.map((value, index) => ({ key: `value-${index}`, value })),
];

/**
 * Old Puts on every query actor of a server, some keys overwritten elsewhere; then more servers, each read when
 * it is to be up to date.
 *
 * @param more further Puts on the first query actor.
 */
export function oldStateTrace(actors: number, servers: number, more: readonly Entry[]): Trace {
  const old = actorsAt("s1", actors);
  const newServers = ["s2", "s3"].slice(0, servers - 1);
  const young = newServers.flatMap((server) => actorsAt(server, actors));
  // Everything at once may be too long for a reply.
  const readOld = (readers: readonly ActorName[]): Step =>
    together(
      readers.flatMap((actor) => [
        list(actor, "old"),
        ...more.flatMap(({ key }) => (key.startsWith("old.") ? [] : [get(actor, key)])),
      ]),
    );
  const overwritten = old.flatMap((actor, index) =>
    keysOf("old", actor, 2).map((key) => put(pick(old, index + 1), key, valueOf(key, 2))),
  );
  // The first actor's Puts are overwritten by each of the others, so that all of them have put these keys.
  const shared = old.map((actor, index) =>
    together(
      Array.from({ length: 40 }, (_, n) => `old.shared.${n}`).map((key) =>
        put(actor, key, valueOf(key, index + 1)),
      ),
    ),
  );
  return {
    scenario: scenarioOf(
      [
        startServer("s1", actors),
        readAll(old),
        together(old.flatMap((actor) => putsOn(actor, keysOf("old", actor, 6)))),
        wait(20),
        together(overwritten),
        paced(earlierMs, shared),
        together(more.map(({ key, value }) => put(pick(old), key, value))),
        wait(oldAgeMs),
        ...newServers.flatMap((server) => [
          ...(server === "s3"
            ? startServerAgain(server, actors, latencyMs)
            : [startServer(server, actors)]),
          mark("joined"),
          waitPast(remoteLimitMs),
          readOld(actorsAt(server, actors)),
        ]),
        readOld([...young, ...old]),
      ],
      latencyMs,
    ),
    readers: [...old, ...young],
  };
}

/**
 * Old Puts on the second query actor of a server, whose first one gets none; then Puts there and on a second server
 * while that one starts, and on that one as soon as it runs; at last, Puts on the second one and a single Put on a third
 * server while that one starts.
 */
export function outwardTrace(): Trace {
  const [old, young, youngest] = [actorsAt("s1", 2), actorsAt("s2", 2), actorsAt("s3", 3)];
  const [first, second] = [pick(old, 1), pick(young)];
  return {
    scenario: scenarioOf(
      [
        startServer("s1", 2),
        readAll(old),
        together(putsOn(first, keysOf("old", first, 5))),
        wait(oldAgeMs),
        parallel(
          [paced(50, putsOn(first, keysOf("meanwhile", first, 48)))],
          earlyPutsOn(second, keysOf("early", second, 4)),
          [
            startServer("s2", 2),
            mark("joined"),
            parallel(
              [list(second, "early"), mark("listed")],
              [paced(50, putsOn(second, keysOf("at-once", second, 8)))],
              // The old state does not wait for the Puts to end.
              [waitPast(remoteLimitMs), list(second, "old")],
            ),
          ],
        ),
        waitPast(remoteLimitMs),
        readAll([...old, ...young]),
        parallel(
          [startServer("s3", 3)],
          earlyPutsOn(pick(youngest, 2), ["early.alone"]),
          // The older servers hear of the youngest at different times.
          [paced(10, putsOn(second, keysOf("late", second, 40)))],
        ),
        waitPast(remoteLimitMs),
        readAll([...old, ...young, ...youngest]),
      ],
      maxLatencyMs,
    ),
    readers: [...old, ...young, ...youngest],
  };
}

/**
 * Keys of six kinds for each query actor, put in different orders on both servers while the second one starts: on the
 * old one before; before, and on the new one after; before, and on the old one meanwhile; on the old one meanwhile and on
 * the new one after; on the new one and then on the old one; on the new one meanwhile, and some of these then on the old
 * one, a little later.
 */
export function concurrentTrace(): Trace {
  const [old, young] = [actorsAt("s1", 4), actorsAt("s2", 4)];
  const putsOf = (kind: string, actors: readonly ActorName[], n: number, shift = 0): Step[] =>
    actors.map((_, index) => {
      const key = `${kind}.${index}`;
      return put(pick(actors, index + shift), key, valueOf(key, n));
    });
  const localKeys = Array.from({ length: 100 }, (_, turn) => `local.${turn}`);
  const localPuts = localKeys.map((key, turn) => put(pick(old, turn), key, valueOf(key)));
  const localReads = localKeys.map((key, turn) => get(pick(old, turn + 1), key));
  return {
    scenario: scenarioOf(
      [
        startServer("s1", 4),
        readAll(old),
        together(["before", "then-new", "then-old"].flatMap((kind) => putsOf(kind, old, 1))),
        wait(oldAgeMs),
        parallel(
          [
            wait(60),
            together([...putsOf("then-old", old, 2), ...putsOf("meanwhile-then-new", old, 1)]),
          ],
          ...young.map((actor) => earlyPutsOn(actor, keysOf("early", actor, 2))),
          ...young.map((actor, index) => {
            const key = keyOf("early-then-old", actor, 0);
            return [
              ...earlyPutsOn(actor, [key]),
              wait(earlierMs),
              put(pick(old, index), key, valueOf(key, 2)),
            ];
          }),
          // The old server's actors always have something for each other, and sync as quickly as ever.
          ...pacedWithReads(25, localPuts, localReads, localLimitMs),
          [
            startServer("s2", 4),
            mark("joined"),
            together([
              ...putsOf("then-new", young, 2),
              ...putsOf("meanwhile-then-new", young, 2, 1),
              ...putsOf("new-then-old", young, 1),
            ]),
            wait(20),
            together(putsOf("new-then-old", old, 2, 2)),
            waitPast(remoteLimitMs),
            together(young.map((actor) => list(actor, "before"))),
          ],
        ),
        waitPast(remoteLimitMs),
        readAll([...old, ...young]),
      ],
      latencyMs,
    ),
    readers: [...old, ...young],
  };
}

/**
 * Four servers start one after the other, with Puts on every query actor of the older ones meanwhile. The last one starts
 * as soon as the third has started, when the others have hardly heard of that, on a faster network.
 */
export function joiningTrace(): Trace {
  const steps: Step[] = [startServer("s1", 4), mark("joining")];
  const actors = actorsAt("s1", 4);
  for (const servers of [["s2"], ["s3", "s4"]]) {
    const phase = servers.join("-");
    const puts = Array.from({ length: 6 }, (_, turn) =>
      together(
        actors.map((actor) =>
          put(actor, keyOf(phase, actor, turn), valueOf(keyOf(phase, actor, turn))),
        ),
      ),
    );
    const starts = servers.flatMap((server): Step[] => [
      // What the last one tells the first is there before what the third one told it.
      ...(server === "s4"
        ? atLatency(10, [startServer(server, 4)], maxLatencyMs)
        : [startServer(server, 4)]),
      together(actorsAt(server, 4).flatMap((actor) => putsOn(actor, [keyOf(server, actor, 0)]))),
    ]);
    steps.push(parallel([paced(60, puts)], starts));
    actors.push(...servers.flatMap((server) => actorsAt(server, 4)));
  }
  return {
    scenario: scenarioOf([...steps, waitPast(remoteLimitMs), readAll(actors)], maxLatencyMs),
    readers: actors,
  };
}

function keyOf(phase: string, actor: ActorName, turn: number): string {
  return `${phase}.${actor.replace("/", "-")}.${turn}`;
}

function keysOf(kind: string, actor: ActorName, count: number): string[] {
  return Array.from({ length: count }, (_, index) => keyOf(kind, actor, index));
}

function putsOn(actor: ActorName, keys: readonly string[]): Step[] {
  return keys.map((key) => put(actor, key, valueOf(key)));
}

/**
 * Puts on a query actor whose server is just starting: the first one as early as possible, the others a little later; each
 * is read as soon as it is acknowledged.
 */
function earlyPutsOn(actor: ActorName, keys: readonly string[]): Step[] {
  return keys.flatMap((key, index) => [
    put(actor, key, valueOf(key), { early: true }),
    get(actor, key),
    wait(4 ** index),
  ]);
}

function readAll(actors: readonly ActorName[]): Step {
  return together(actors.map((actor) => list(actor, "")));
}
