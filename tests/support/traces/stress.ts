import type { ActorName } from "../../../grader/history/scenario.js";
import type { Step } from "../../../grader/labs/cmud/steps/index.js";
import { actorsOf, startServers, type Place } from "../place.js";
import { pick } from "../pick.js";
import { longKey, longValue } from "./odd_entries.js";
import { randomNumbers } from "../random.js";
import { mark, paced, parallel, together, wait } from "../flow.js";
import { get, list, put, scenarioOf, valueOf } from "../steps.js";
import { simulatedIdle, waitPast } from "../timing.js";
import type { Trace } from "./trace.js";

const clientsEach = 4;
const queriesEach = 100;
const keys = 40;

/**
 * Four clients for each query actor, each with 100 random Gets, Puts and Lists over two visibility limits; then, when
 * the limit has passed, a List of everything on every query actor.
 *
 * @param more runs after that, and then everything is listed once more.
 */
export function stressTrace(place: Place, seed: number, more: readonly Step[] = []): Trace {
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
        ...(more.length === 0 ? [] : [...more, waitPast(place.limitMs), readAll]),
      ],
      place.latencyMs,
    ),
    readers: actors,
  };
}

/**
 * A quarter of an hour later, the same keys are put on one query actor and shortly afterwards on another: whoever counts
 * time in too few digits, or keeps something ready for too short, has trouble by now. At last, the longest key is put with
 * the longest value.
 */
export function afterLongIdle(place: Place): Step[] {
  const actors = actorsOf(place);
  const rounds = Array.from({ length: keys }, (_, index) => {
    const key = `k${index}`;
    const [earlier, later] = [pick(actors, index), pick(actors, index + 1)];
    return [
      put(earlier, key, valueOf(`${key}.earlier`)),
      wait(10),
      put(later, key, valueOf(`${key}.later`)),
    ];
  });
  return [simulatedIdle(15 * 60_000), ...rounds.flat(), put(pick(actors), longKey, longValue)];
}

function randomQuery(actor: ActorName, client: string, id: string, random: () => number): Step {
  const key = `k${Math.floor(random() * keys)}`;
  const kind = random();
  if (kind < 0.4) return put(actor, key, valueOf(`${key}.${id}`), { client });
  if (kind < 0.8) return get(actor, key, { client });
  return list(actor, key, { client });
}
