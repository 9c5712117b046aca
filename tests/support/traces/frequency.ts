import { actorsOf, startServers, type Place } from "../place.js";
import { mark, paced, parallel, together } from "../flow.js";
import { list, put, scenarioOf, valueOf } from "../steps.js";
import { waitPast } from "../timing.js";
import { puttersOf, type Putters, type VisibilityTrace } from "./visibility.js";

const putsEach = 300;
const everyMs = 10;
const keysEach = 150;

/**
 * Puts every 10 ms for 3 seconds on one query actor or on each, two for every key, and lists everything everywhere when
 * the limit has passed. The load begins at the mark `load`.
 */
export function frequencyTrace(place: Place, who: Putters): VisibilityTrace {
  const actors = actorsOf(place);
  const putters = puttersOf(place, who);
  const load = putters.map((actor) => [
    paced(
      everyMs,
      Array.from({ length: putsEach }, (_, index) => {
        const key = `${actor.replace("/", "-")}.${index % keysEach}`;
        return put(actor, key, valueOf(key, 1 + Math.floor(index / keysEach)));
      }),
    ),
  ]);
  const readAll = together(actors.map((actor) => list(actor, "")));
  return {
    scenario: scenarioOf(
      [
        ...startServers(place),
        readAll,
        mark("load"),
        parallel(...load),
        waitPast(place.limitMs),
        readAll,
      ],
      place.latencyMs,
    ),
    readers: actors,
    putters,
  };
}
