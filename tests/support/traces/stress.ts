import type { ActorName } from "../../../grader/history/scenario.js";
import type { Step } from "../../../grader/labs/cmud/steps/index.js";
import { actorsOf, startServers, type Place } from "../place.js";
import { randomNumbers } from "../random.js";
import { mark, paced, parallel, together, wait } from "../flow.js";
import { get, list, put, scenarioOf, valueOf } from "../steps.js";
import { waitPast } from "../timing.js";
import type { Trace } from "./trace.js";

const clientsEach = 4;
const queriesEach = 100;
const keys = 40;

/**
 * Four clients for each query actor, each with 100 random Gets, Puts and Lists over two visibility limits; then, when
 * the limit has passed, a List of everything on every query actor.
 */
export function stressTrace(place: Place, seed: number): Trace {
  const actors = actorsOf(place);
  const random = randomNumbers(seed);
  const readAll = together(actors.map((actor) => list(actor, "")));
  const clients = actors.flatMap((actor) =>
    Array.from({ length: clientsEach }, (_, index) => {
      const client = `c${index + 1}`;
      const name = `${actor.replace("/", "-")}-${client}`;
      const steps = Array.from({ length: queriesEach }, (_, turn) =>
        randomQuery(actor, client, `${name}-${turn}`, random),
      );
      return [wait(Math.floor(random() * 10)), paced((2 * place.limitMs) / queriesEach, steps)];
    }),
  );
  return {
    scenario: scenarioOf(
      [
        ...startServers(place),
        readAll,
        mark("puts"),
        parallel(...clients),
        waitPast(place.limitMs),
        readAll,
      ],
      place.latencyMs,
    ),
    readers: actors,
  };
}

function randomQuery(actor: ActorName, client: string, id: string, random: () => number): Step {
  const key = `k${Math.floor(random() * keys)}`;
  const kind = random();
  if (kind < 0.4) return put(actor, key, valueOf(`${key}.${id}`), { client });
  if (kind < 0.8) return get(actor, key, { client });
  return list(actor, key, { client });
}
