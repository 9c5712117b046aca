import type { ActorName } from "../../../grader/history/scenario.js";
import type { Step } from "../../../grader/labs/cmud/steps/index.js";
import { actorsAt, startServer } from "../place.js";
import { mark, paced, parallel, together, wait } from "../flow.js";
import { list, put, scenarioOf, valueOf } from "../steps.js";
import { latencyMs, waitPast, remoteLimitMs } from "../timing.js";
import type { VisibilityTrace } from "./visibility.js";

/** The servers of the trace: two with 4 query actors, one older and one newer than the sender, and one with a single one. */
export const receivers = { older: "s1", sender: "s2", newer: "s3", single: "s4" } as const;

const putsEach = 20;
const hotPutsEach = 60;
const crossingPutsEach = 30;
const everyMs = 40;

/**
 * Puts on every query actor of one server, between an older and newer ones, from the mark `puts` on: keys of its own, and,
 * where there are several actors, keys that all of them put; and keys that an older server puts a little later. Reads
 * everything everywhere when the limit has passed.
 */
export function noBroadcastTrace(senderActors: number): VisibilityTrace {
  const { older, sender, newer, single } = receivers;
  const putters = actorsAt(sender, senderActors);
  const readers = [
    ...actorsAt(older, 4),
    ...putters,
    ...actorsAt(newer, 4),
    ...actorsAt(single, 1),
  ];
  const readAll = together(readers.map((reader) => list(reader, "")));
  const puts = putters.map((actor, index): Step[] => [
    paced(everyMs, putsOn(actor)),
    ...(senderActors === 1 ? [] : [wait(index * everyMs), paced(everyMs, hotPutsOn(actor))]),
  ]);
  return {
    scenario: scenarioOf(
      [
        startServer(older, 4),
        startServer(sender, senderActors),
        startServer(newer, 4),
        startServer(single, 1),
        readAll,
        // What servers tell each other when they start is not to count.
        wait(2.5 * latencyMs),
        mark("puts"),
        parallel(...puts, ...crossingPuts([...putters.slice(0, 1), `${older}/0`])),
        waitPast(remoteLimitMs),
        readAll,
      ],
      latencyMs,
    ),
    readers,
    putters,
  };
}

/** Puts of keys that all actors of the server put, one shortly after the other. */
function hotPutsOn(actor: ActorName): Step[] {
  return Array.from({ length: hotPutsEach }, (_, index) =>
    put(actor, `hot.${index}`, valueOf(`hot.${actor.replace("/", "-")}.${index}`)),
  );
}

/** Puts of the same keys on two servers, so close together that they cross on their way. */
function crossingPuts(actors: readonly ActorName[]): Step[][] {
  return actors.map((actor, index) => [
    wait((index * everyMs) / 2),
    paced(
      everyMs,
      Array.from({ length: crossingPutsEach }, (_, key) =>
        put(actor, `crossing.${key}`, valueOf(`crossing.${actor.replace("/", "-")}.${key}`)),
      ),
    ),
  ]);
}

function putsOn(actor: ActorName): Step[] {
  return Array.from({ length: putsEach }, (_, index) => {
    const key = `${actor.replace("/", "-")}.${index}`;
    return put(actor, key, valueOf(key));
  });
}
