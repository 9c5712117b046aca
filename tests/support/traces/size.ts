import type { ActorName } from "../../../grader/history/scenario.js";
import type { Step } from "../../../grader/labs/cmud/steps/index.js";
import { actorsOf, startServers, type Place } from "../place.js";
import { pick } from "../pick.js";
import { mark, together } from "../flow.js";
import { list, put, scenarioOf, valueOf } from "../steps.js";
import { simulatedIdle, waitPast } from "../timing.js";
import { puttersOf, type Putters, type VisibilityTrace } from "./visibility.js";

/** How many other keys are put between the rounds. */
export const fillerKeys = 1_000;

const keysEach = 10;

/**
 * For how long nothing is put in the end, in words and in minutes, and some seconds more: who sends Puts again once in this
 * time does so by then. Many actors that send each other something all the time would take long to simulate.
 */
export function idleTime(place: Place): { readonly words: string; readonly minutes: number } {
  if (actorsOf(place).length === 2) return { words: "an hour", minutes: 60 };
  return place.servers === 2
    ? { words: "five minutes", minutes: 5 }
    : { words: "a minute", minutes: 1 };
}

/**
 * A round of Puts between the marks `first` and `firstEnd`, then many other keys, then the same keys again between
 * `second` and `secondEnd`. Each part lasts until its Puts are to be visible, so nothing of one is sent in the other. Then
 * nothing happens for a while.
 */
export function sizeTrace(place: Place, who: Putters): VisibilityTrace {
  const actors = actorsOf(place);
  const putters = puttersOf(place, who);
  const filler = Array.from({ length: fillerKeys }, (_, index) =>
    put(pick(putters), `filler.${index}`, valueOf(`filler.${index}`)),
  );
  const readAll = together(actors.map((actor) => list(actor, "")));
  const settle = waitPast(place.limitMs);
  return {
    scenario: scenarioOf(
      [
        ...startServers(place),
        readAll,
        mark("first"),
        round(putters, 1),
        settle,
        mark("firstEnd"),
        together(filler),
        settle,
        mark("second"),
        round(putters, 2),
        settle,
        mark("secondEnd"),
        simulatedIdle(idleTime(place).minutes * 60_000 + 10_000),
        readAll,
      ],
      place.latencyMs,
    ),
    readers: actors,
    putters,
  };
}

function round(putters: readonly ActorName[], n: number): Step {
  return together(
    putters.flatMap((actor) =>
      Array.from({ length: keysEach }, (_, index) => {
        const key = `${actor.replace("/", "-")}.${index}`;
        return put(actor, key, valueOf(key, n));
      }),
    ),
  );
}
