import type { ActorName } from "../../../grader/history/scenario.js";
import { actorsOf, startServers, type Place } from "../place.js";
import type { Step } from "../../../grader/labs/cmud/steps/index.js";
import { pick } from "../pick.js";
import { mark, paced, parallel, together } from "../flow.js";
import { get, list, put, scenarioOf, valueOf } from "../steps.js";
import { waitPast } from "../timing.js";
import { puttersOf, type Putters, type VisibilityTrace } from "./visibility.js";

const putsEach = 300;
const everyMs = 10;
const keysEach = 150;

/** How often keys are read during the load, in milliseconds: whenever so many have passed, one whose limit has passed. */
const readEveryMs = 130;

/**
 * Puts every 10 ms for 3 seconds on one query actor or on each, two for every key; reads keys just when their limit has
 * passed, as long as the load lasts, and lists everything everywhere at the end. The load begins at the mark `load`.
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
  const readAll = together(actors.map((actor) => list(actor, "")));
  return {
    scenario: scenarioOf(
      [
        ...startServers(place),
        readAll,
        mark("load"),
        parallel(...load, ...reads),
        waitPast(place.limitMs),
        readAll,
      ],
      place.latencyMs,
    ),
    readers: actors,
    putters,
  };
}
