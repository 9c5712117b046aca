import type { ActorName } from "../../../grader/history/scenario.js";
import type { Step } from "../../../grader/labs/cmud/steps/index.js";
import { actorsOf, startServer, startServers, type Place } from "../place.js";
import { pick } from "../pick.js";
import { mark, paced, together, wait } from "../flow.js";
import { atLatency, list, put, scenarioOf, valueOf } from "../steps.js";
import { remoteLimitMs, waitPast } from "../timing.js";
import type { Trace } from "./trace.js";

/** Puts of one key, in order, 10 ms apart: on which of three query actors, and which of its values. */
type Order = readonly (readonly ["a" | "b" | "c", value: number])[];

/** The orders of Puts: the later one wins, the winner overwrites, a third one overwrites, the first value comes again. */
export const orders = {
  laterWins: [
    ["a", 1],
    ["b", 2],
  ],
  winnerOverwrites: [
    ["a", 1],
    ["b", 2],
    ["b", 3],
  ],
  thirdOverwrites: [
    ["a", 1],
    ["b", 2],
    ["c", 3],
  ],
  sameValueAgain: [
    ["a", 1],
    ["b", 2],
    ["a", 1],
  ],
} as const satisfies Record<string, Order>;

const keysEach = 6;
const gapMs = 10;

/**
 * Puts keys in an order, in rounds at which the query actors change their parts. A round's keys are put at once, so that
 * some of the earlier Puts reach the others later than the later ones, whatever timers there are.
 *
 * @param more runs after the rounds.
 */
export function lastWriterTrace(place: Place, order: Order, more: readonly Step[] = []): Trace {
  const actors = actorsOf(place);
  const readAll = together(actors.map((actor) => list(actor, "")));
  const steps: Step[] = [...startServers(place), readAll, mark("puts")];
  // Between servers every Put is under way for longer than the Puts lie apart; on one server it takes some luck.
  const rounds = place.servers === 1 ? 9 : 3;
  for (let round = 0; round < rounds; round++) {
    const part = (index: number): ActorName => pick(actors, round + index);
    const parts = { a: part(0), b: part(1), c: part(2) };
    for (const [who, value] of order) {
      const keys = Array.from({ length: keysEach }, (_, index) => `round${round + 1}.${index}`);
      steps.push(together(keys.map((key) => put(parts[who], key, valueOf(key, value)))));
      steps.push(wait(gapMs));
    }
    steps.push(wait(30 + 11 * round));
  }
  return {
    scenario: scenarioOf([...steps, ...more, waitPast(place.limitMs), readAll], place.latencyMs),
    readers: actors,
  };
}

/**
 * The same keys on all query actors at the same instant, again and again, now and then twice on one of them, so that some
 * of the latest Puts have equal times on several actors.
 */
export function ties(place: Place, count = 150): Step[] {
  const actors = actorsOf(place);
  // One key after the other, each when all have acknowledged the one before: on a busy machine a crowd of Puts would
  // be handled by one actor after the other, with no two of them in the same millisecond.
  return Array.from({ length: count }, (_, index) => {
    const key = `tie.${index}`;
    const putOn = (actor: ActorName, n?: number): Step =>
      put(actor, key, valueOf(`${key}.${actor.replace("/", "-")}`, n));
    return together([
      ...actors.map((actor) => putOn(actor)),
      ...(index % 3 === 0 ? [putOn(pick(actors, index / 3), 2)] : []),
    ]);
  });
}

/** Starts one more server, and puts the same keys on all query actors of both at the same instant. */
export function tiesWithNewcomer(place: Place, actors: number): Step[] {
  const larger = { ...place, servers: place.servers + 1, lastActors: actors };
  return [
    startServer(`s${larger.servers}`, actors),
    wait(remoteLimitMs),
    ...ties(larger, 40),
    wait(remoteLimitMs),
    together(actorsOf(larger).map((actor) => list(actor, "tie"))),
  ];
}

/**
 * Puts of a key on one query actor after the other, a few milliseconds apart: whoever takes times for equal that are
 * almost equal says so of each and the next, and not of the first and the last.
 */
export function nearTies(place: Place): Step[] {
  const actors = actorsOf(place);
  return Array.from({ length: 24 }, (_, index) => {
    const key = `near.${index}`;
    return paced(
      1 + (index % 6),
      actors.map((_actor, turn) => {
        const actor = pick(actors, index % 2 === 0 ? index + turn : index - turn + actors.length);
        return put(actor, key, valueOf(`${key}.${actor.replace("/", "-")}`));
      }),
    );
  });
}

/**
 * Puts of a key on one query actor and a few milliseconds later on another, so that stamps must be as fine as a
 * millisecond.
 */
export function closeCalls(place: Place): Step[] {
  const actors = actorsOf(place);
  return Array.from({ length: 40 }, (_, index) => {
    const key = `close.${index}`;
    return [
      put(pick(actors, index), key, valueOf(key, 1)),
      wait(5),
      put(pick(actors, 2 * index + 1), key, valueOf(key, 2)),
    ];
  }).flat();
}

/**
 * Puts of a key on one server and 10 ms later on another, on a fast network, so that some of the earlier ones arrive
 * before the later ones are made; if the clock of the first server is ahead, those have the later timestamps.
 */
export function aheadOfTheClock(place: Place): Step[] {
  const [, ahead, behind] = actorsOf(place);
  if (ahead === undefined || behind === undefined) throw new RangeError("it takes three servers");
  const keyOf = (index: number): string => `ahead.${index}`;
  const puts = Array.from({ length: 200 }, (_, index) =>
    together([
      put(ahead, keyOf(index), valueOf(keyOf(index), 1)),
      ...(index < 2 ? [] : [put(behind, keyOf(index - 2), valueOf(keyOf(index - 2), 2))]),
    ]),
  );
  return atLatency(1, [paced(5, puts), wait(50)], place.latencyMs);
}

/**
 * Puts of one key on one query actor, several within a millisecond, each sent right after the one before on the same
 * connection: on all actors after a quiet time, and then in bursts on one actor after the other, long enough that some
 * of the actor's own messages leave between two Puts of a key.
 *
 * @param quietMs how long it takes until nothing is under way any more.
 */
export function quickOverwrites(place: Place, quietMs: number): Step[] {
  const actors = actorsOf(place);
  const puts = (actor: ActorName, name: string, keys: number): Step[] =>
    Array.from({ length: keys * 3 }, (_, turn) => {
      const index = Math.floor(turn / 3);
      const key = `${name}.${actor.replace("/", "-")}.${index}`;
      // The last writer must not win because of its value.
      return put(actor, key, valueOf(key, index % 2 === 0 ? 1 + (turn % 3) : 3 - (turn % 3)));
    });
  const bursts = Array.from({ length: 12 }, (_, index) =>
    together(puts(pick(actors, index), `burst${index + 1}`, 50)),
  );
  // Two Puts for each key, so close that their times may be equal, and a message may leave between the two.
  const pairs = Array.from({ length: 150 }, (_, index) =>
    together([
      put(pick(actors, 1), `pair.${index}`, valueOf(`pair.${index}`, 2)),
      ...(index === 0
        ? []
        : [put(pick(actors, 1), `pair.${index - 1}`, valueOf(`pair.${index - 1}`, 1))]),
    ]),
  );
  // A dozen Puts of a key, so close that the times of many may be equal when a message leaves between them.
  const hot = Array.from({ length: 10 }, (_, turn): Step[] => [
    paced(
      2,
      Array.from({ length: 12 }, (_, n) =>
        put(pick(actors, 1), `hot.${turn}`, valueOf(`hot.${turn}`, n)),
      ),
    ),
    wait(137),
  ]).flat();
  return [
    wait(quietMs),
    together(actors.flatMap((actor) => puts(actor, "quick", 4))),
    wait(quietMs),
    paced(45, bursts),
    paced(8, pairs),
    ...hot,
  ];
}

/** Far more Puts of a key at one time of the clock than anybody would count, before and after a message has left. */
export function crowdsOfOneKey(place: Place): Step[] {
  const actor = pick(actorsOf(place), 1);
  return Array.from({ length: 15 }, (_, turn): Step[] => {
    const putsFrom = (first: number): Step =>
      together(
        Array.from({ length: 60 }, (_, n) =>
          put(actor, `crowd.${turn}`, valueOf(`crowd.${turn}`, first + n)),
        ),
      );
    return [putsFrom(0), wait(2 + 2 * turn), putsFrom(60), wait(137)];
  }).flat();
}

/**
 * Puts that overtake each other on the way: the earlier one crosses a slow network, the later one a fast one, so it is
 * the earlier one that arrives last.
 */
export function overtaking(place: Place, slowMs: number, fastMs: number): Step[] {
  const actors = actorsOf(place);
  const [first, second] = [pick(actors, 0), overtaker(place)];
  const keys = Array.from({ length: 4 }, (_, index) => `overtaken.${index}`);
  return [
    { do: "latency", ms: slowMs },
    together([...keys, "overtaken.alone"].map((key) => put(first, key, longValueOf(key, 1)))),
    wait(150),
    { do: "latency", ms: fastMs },
    together(keys.map((key) => put(second, key, longValueOf(key, 2)))),
    // What arrives later is older than everything that this shows.
    list(second, ""),
    wait(50),
    { do: "latency", ms: place.latencyMs },
  ];
}

/** Long enough for someone to think of not sending it twice, and short enough to be recorded as it is. */
function longValueOf(key: string, n: number): string {
  return valueOf(`${key}.${"x".repeat(120)}`, n);
}

/** A query actor on another server than the first one, with which it has no place in common. */
function overtaker(place: Place): ActorName {
  return pick(actorsOf(place), place.actors + 1);
}

/**
 * The same, where the later Puts are of values that the keys had everywhere before the earlier ones: who takes them for
 * known ones is overwritten by the earlier ones.
 */
export function overtakingWithKnownValues(place: Place, slowMs: number, fastMs: number): Step[] {
  const last = overtaker(place);
  const keys = Array.from({ length: 4 }, (_, index) => `overtaken.${index}`);
  return [
    together(keys.map((key) => put(last, key, longValueOf(key, 2)))),
    // It is there already when an earlier Put of it arrives after later ones of others.
    put(last, "overtaken.alone", longValueOf("overtaken.alone", 3)),
    waitPast(place.limitMs),
    ...overtaking(place, slowMs, fastMs),
  ];
}
