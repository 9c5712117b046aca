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
const everyMs = 40;

/**
 * Puts on every query actor of one server, between an older and newer ones, for close to a second from the mark `puts`
 * on; reads everything everywhere when the limit has passed.
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
  const puts = putters.map((actor): Step[] => [paced(everyMs, putsOn(actor))]);
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
        parallel(...puts),
        waitPast(remoteLimitMs),
        readAll,
      ],
      latencyMs,
    ),
    readers,
    putters,
  };
}

function putsOn(actor: ActorName): Step[] {
  return Array.from({ length: putsEach }, (_, index) => {
    const key = `${actor.replace("/", "-")}.${index}`;
    return put(actor, key, valueOf(key));
  });
}
