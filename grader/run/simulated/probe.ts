import type * as QueryServiceModule from "../../../starter/kvcommon/query_service.js";
import type * as RpcClientModule from "../../../starter/rpc/rpc_client.js";
import type { HistoryRecord } from "../../history/history.js";
import type { PortPlan } from "../port_plan.js";
import type { ActorName } from "../../history/scenario.js";
import { addressOf } from "../../labs/cmud/steps/addresses.js";
import { treeOn } from "../staged_tree.js";
import type { StoreSnapshot } from "../../history/recorded_run.js";
import type { Simulation } from "../../sim/simulation.js";

/** Whom to ask, and when it is. */
export interface ProbeOptions {
  readonly treeUrl: string;
  readonly plan: PortPlan;
  readonly actors: readonly ActorName[];
  /** Becomes the time of the snapshots, in milliseconds since the run began. */
  readonly atMs: number;
}

/** An actor that has not answered by then has nothing to say, in milliseconds of virtual time. */
const deadlineMs = 1_000;

/** The query actors of the servers that had been started, and not closed, when the records end. */
export function actorsIn(records: readonly HistoryRecord[]): ActorName[] {
  const running = new Map<string, number>();
  for (const record of records) {
    if (record.type !== "server") continue;
    if (record.event === "started") running.set(record.server, record.actors ?? 0);
    else running.delete(record.server);
  }
  return [...running].flatMap(([server, count]) =>
    Array.from({ length: count }, (_, index): ActorName => `${server}/${index}`),
  );
}

/**
 * Stops a simulated world for good and asks every query actor for all that it has. Nothing else happens meanwhile, so
 * each answers from the state that it had. The simulation can do nothing else afterwards; to see two instants, run twice.
 */
export async function probeStores(
  simulation: Simulation,
  { treeUrl, plan, actors, atMs }: ProbeOptions,
): Promise<StoreSnapshot[]> {
  simulation.freeze();
  return await simulation.run(async (platform) => {
    const tree = treeOn(treeUrl, platform);
    const { RpcClient } = await tree.load<typeof RpcClientModule>("rpc/rpc_client.js");
    const { queryService } = await tree.load<typeof QueryServiceModule>(
      "kvcommon/query_service.js",
    );
    const answers = await Promise.all(
      actors.map(async (actor): Promise<StoreSnapshot | undefined> => {
        try {
          const client = await RpcClient.dial(addressOf(actor, plan));
          const { entries } = await client.use(queryService).list({ prefix: "" }, { deadlineMs });
          const pairs = entries.map(({ key, value }) => [key, value] as const);
          return { atMs, actor, entries: Object.fromEntries(pairs) };
        } catch {
          // An actor that is just starting, or that a fault has silenced, shows nothing.
          return undefined;
        }
      }),
    );
    return answers.filter((snapshot) => snapshot !== undefined);
  }, "probe");
}
