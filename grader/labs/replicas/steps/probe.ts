import type { ActorRef } from "../../../../starter/actor/actor_ref.js";
import type * as ActorSystemModule from "../../../../starter/actor/actor_system.js";
import type { GetResult, ReplicaMessage } from "../../../../starter/replicas/messages.js";
import type { Platform } from "../../../../starter/platform/platform.js";
import { allSteps, serverOf, type ActorName, type Scenario } from "../../../history/scenario.js";
import type { Probe } from "../../../run/step_kind.js";

/** Asks replicas for the keys of the scenario, one by one, as a client would. */
export const probe: Probe = {
  actorsOf: ({ server, actors = 0 }) => (actors > 0 ? [`${server}/replica` as ActorName] : []),

  questions: ({ scenario }) => keysOf(scenario).length,

  async ask(actor, { tree, ports, scenario }) {
    const { ActorSystem } = await tree.load<typeof ActorSystemModule>("actor/actor_system.js");
    // The first actor that a system starts has this id.
    const replica: ActorRef<ReplicaMessage> = {
      address: ports.addressOf(serverOf(actor)),
      id: 1,
    };
    const system = await ActorSystem.start(0);
    try {
      const reads = keysOf(scenario).map(async (key, id) => {
        const { ref, first } = system.newChannelRef<GetResult>();
        system.tell(replica, { type: "get", key, id, replyTo: ref });
        return [key, (await first).value] as const;
      });
      const entries = await Promise.race([Promise.all(reads), silence(tree.platform)]);
      return Object.fromEntries(
        entries.filter((entry): entry is readonly [string, string] => entry[1] !== null),
      );
    } finally {
      await system.close();
    }
  },
};

/** A replica that has not answered by then has nothing to say, in milliseconds of virtual time. */
const deadlineMs = 1_000;

function silence(platform: Platform): Promise<never> {
  return new Promise((_, reject) => {
    platform.after(deadlineMs, () => {
      reject(new Error("the replica did not answer"));
    });
  });
}

/** The keys that occur in a scenario. */
function keysOf({ steps }: Scenario): string[] {
  const keys = new Set<string>();
  for (const step of allSteps(steps)) {
    const { message } = step as { readonly message?: { readonly key?: unknown } };
    if (typeof message?.key === "string") keys.add(message.key);
  }
  return [...keys].sort();
}
