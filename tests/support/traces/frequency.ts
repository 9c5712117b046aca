import type { ActorName } from "../../../grader/history/scenario.js";
import { actorsOf, startServers, startServersWithFailure, type Place } from "../place.js";
import type { Step } from "../../../grader/labs/cmud/steps/index.js";
import { pick } from "../pick.js";
import { mark, paced, parallel, together, wait } from "../flow.js";
import { get, list, put, scenarioOf, valueOf } from "../steps.js";
import { pacedWithReads, waitPast } from "../timing.js";
import { puttersOf, type Putters, type VisibilityTrace } from "./visibility.js";

/**
 * How many Puts come at once after the load, in the test with the fewest query actors: with values of this length, close
 * to as many characters as must be visible in time.
 */
const crowd = { size: 9_000, valueLength: 200 };

/**
 * How often and how long keys are put at last: whoever counts messages in a byte runs out of numbers, and whoever sends all
 * again now and then has done so.
 */
const lasting = { everyMs: 120, puts: 1_250 };

/** How often one key is put at once, with another key now and then: whoever keeps all Puts clears up meanwhile. */
const overwritten = { puts: 20_000, otherEvery: 100 };

const putsEach = 300;
const everyMs = 10;
const keysEach = 150;

/** How long the threads of a server may take to start, in milliseconds. */
const startingMs = 350;

/** How often keys are read during the load, in milliseconds: whenever so many have passed, one whose limit has passed. */
const readEveryMs = 50;

/** How often one key is put, again and again, in milliseconds. */
const counterEveryMs = 20;

/** How often keys are put without any pause, in milliseconds. */
const denseEveryMs = 2;

/** How often everything is listed on one query actor during the load, in the smallest world, in milliseconds. */
const listEveryMs = 30;

/**
 * Starts the servers; puts every 10 ms for 3 seconds on one query actor or on each, two for every key; reads keys just
 * when their limit has passed, as long as the load lasts, and lists everything everywhere at the end. The load begins
 * at the mark `load`.
 */
export function frequencyTrace(place: Place, who: Putters): VisibilityTrace {
  const actors = actorsOf(place);
  const putters = puttersOf(place, who);
  const keyOf = (actor: ActorName, index: number): string =>
    `${actor.replace("/", "-")}.${index % keysEach}`;
  const load = putters.map((actor) => [
    paced(
      everyMs,
      Array.from({ length: putsEach }, (_, index) => {
        const key = keyOf(actor, index);
        return put(actor, key, valueOf(key, 1 + Math.floor(index / keysEach)));
      }),
    ),
  ]);
  const readsEach = Math.floor((putsEach * everyMs - place.limitMs) / readEveryMs);
  const reads = putters.map((actor, who): Step[] => [
    waitPast(place.limitMs),
    paced(
      readEveryMs,
      Array.from({ length: readsEach }, (_, turn) =>
        get(pick(actors, who + 1 + turn), keyOf(actor, (turn * readEveryMs) / everyMs)),
      ),
    ),
  ]);
  const counter = counterOn(pick(putters), pick(actors, actors.length - 1), place.limitMs);
  const isSmall = isSmallest(place, who);
  const readAll = together(actors.map((actor) => list(actor, "")));
  return {
    scenario: scenarioOf(
      [
        ...startsOf(place, who),
        readAll,
        mark("load"),
        parallel(...load, ...reads, ...counter, ...(isSmall ? [listsOn(pick(actors, 1))] : [])),
        ...(isSmall
          ? [
              ...bursts(putters),
              ...dense(putters, actors, place.limitMs),
              crowdOfPuts(putters),
              ...overwritesOf(pick(putters)),
            ]
          : []),
        waitPast(place.limitMs),
        readAll,
        ...(isSmall ? [lastingPuts(putters), waitPast(place.limitMs), readAll] : []),
      ],
      place.latencyMs,
    ),
    readers: actors,
    putters,
  };
}

/** One key that is put every 20 ms as long as the load lasts, and read elsewhere: it does not wait for a pause. */
function counterOn(putter: ActorName, reader: ActorName, limitMs: number): Step[][] {
  const count = (putsEach * everyMs) / counterEveryMs;
  const puts = Array.from({ length: count }, (_, index) =>
    put(putter, "counter", valueOf("counter", 1 + index)),
  );
  const reads = Array.from({ length: count }, () => get(reader, "counter"));
  return pacedWithReads(counterEveryMs, puts, reads, limitMs);
}

/** Lists during the load: whoever remembers what a List has shown shows it again. */
function listsOn(actor: ActorName): Step[] {
  const count = (putsEach * everyMs) / listEveryMs;
  return [
    paced(
      listEveryMs,
      Array.from({ length: count }, () => list(actor, "")),
    ),
  ];
}

/** Whether it is the test with the fewest query actors, which alone has Lists during the load, and bursts behind it. */
export function isSmallest({ servers, actors }: Place, who: Putters): boolean {
  return servers * actors === 2 && who === "one";
}

/** How the servers start. */
function startsOf(place: Place, who: Putters): Step[] {
  if (isBusyFromTheStart(place, who)) {
    return puttersOf(place, who).map((actor) => startsWithPuts(place, actor));
  }
  return startsAgain(place, who) ? startServersWithFailure(place) : startServers(place);
}

/** Whether Puts come before the load, too; not in the largest world, where each of them is the dearest. */
export function isBusyFromTheStart({ servers }: Place, who: Putters): boolean {
  return who === "one" && servers <= 2;
}

/** Whether the last server starts once more when its first start has failed. */
export function startsAgain({ servers }: Place, who: Putters): boolean {
  return who === "all" && servers === 2;
}

/**
 * Starts all servers, with Puts on one query actor from the moment when its port is open until the last server has
 * started: whoever starts its timer anew meanwhile sends twice as often from then on.
 */
function startsWithPuts(place: Place, actor: ActorName): Step {
  const putOf = (index: number, early: boolean): Step =>
    put(actor, `early.${index}`, valueOf(`early.${index}`), { early });
  const count = (place.servers * startingMs + 2.5 * place.latencyMs) / everyMs;
  return parallel(startServers(place), [
    putOf(0, true),
    paced(
      everyMs,
      Array.from({ length: count }, (_, index) => putOf(1 + index, false)),
    ),
  ]);
}

/**
 * A Put, a pause, and many Puts close together, with several pauses: whoever counts messages in fixed periods sends too
 * many on both sides of a period's end.
 */
function bursts(putters: readonly ActorName[]): Step[] {
  return [150, 380, 700].flatMap((pauseMs) => {
    const putOf = (name: string): Step => {
      const key = `burst-${pauseMs}.${name}`;
      return put(pick(putters), key, valueOf(key));
    };
    const many = Array.from({ length: 80 }, (_, index) => putOf(String(index)));
    return [wait(1_100), putOf("first"), wait(pauseMs), paced(10, many)];
  });
}

/** Puts close together, read when their limit has passed: whoever waits for a pause waits as long as that lasts. */
function dense(
  putters: readonly ActorName[],
  actors: readonly ActorName[],
  limitMs: number,
): Step[] {
  const keys = Array.from({ length: 400 }, (_, index) => `dense.${index % 100}`);
  const puts = keys.map((key, index) => put(pick(putters), key, valueOf(key, 1 + index)));
  const reads = keys.map((key) => get(pick(actors, 1), key));
  return [wait(1_100), parallel(...pacedWithReads(denseEveryMs, puts, reads, limitMs))];
}

/** Thousands of Puts at once, so that whoever sends whenever enough have come sends too often. */
function crowdOfPuts(putters: readonly ActorName[]): Step {
  return together(
    Array.from({ length: crowd.size }, (_, index) => {
      const key = `crowd.${index}`;
      return put(pick(putters), key, valueOf(`${key}.`.padEnd(crowd.valueLength - 4, "世")));
    }),
  );
}

/** One key is put again and again at once, and other keys between. */
function overwritesOf(putter: ActorName): Step[] {
  const puts = Array.from({ length: overwritten.puts }, (_, index) => {
    const key = index % overwritten.otherEvery === 0 ? `between.${index}` : "again";
    return put(putter, key, valueOf(key, index));
  });
  return [wait(1_100), together(puts)];
}

/**
 * Puts that go on for two and a half minutes. All of them overwrite keys of the crowd, so that only values change in a
 * long List that has been read before.
 */
function lastingPuts(putters: readonly ActorName[]): Step {
  return paced(
    lasting.everyMs,
    Array.from({ length: lasting.puts }, (_, index) =>
      put(pick(putters), `crowd.${index}`, valueOf(`lasting.${index}`)),
    ),
  );
}
