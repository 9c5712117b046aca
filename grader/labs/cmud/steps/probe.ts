import type * as QueryServiceModule from "../../../../starter/kvcommon/query_service.js";
import type * as RpcClientModule from "../../../../starter/rpc/rpc_client.js";
import type { HistoryRecord } from "../../../history/history.js";
import type { ActorName } from "../../../history/scenario.js";
import type { Probe } from "../../../run/step_kind.js";
import { addressOf } from "./addresses.js";

/** An actor that has not answered by then has nothing to say, in milliseconds of virtual time. */
const deadlineMs = 1_000;

/** Asks every query actor for all that it has. */
export const probe: Probe = async ({ tree, ports, records }) => {
  const { RpcClient } = await tree.load<typeof RpcClientModule>("rpc/rpc_client.js");
  const { queryService } = await tree.load<typeof QueryServiceModule>("kvcommon/query_service.js");
  const answers = await Promise.all(
    actorsIn(records).map(async (actor) => {
      try {
        const client = await RpcClient.dial(addressOf(actor, ports));
        const { entries } = await client.use(queryService).list({ prefix: "" }, { deadlineMs });
        const pairs = entries.map(({ key, value }) => [key, value] as const);
        return { actor, entries: Object.fromEntries(pairs) };
      } catch {
        // An actor that is just starting, or that a fault has silenced, shows nothing.
        return undefined;
      }
    }),
  );
  return answers.filter((answer) => answer !== undefined);
};

/** The query actors of the servers that had been started, and not closed, when the records end. */
function actorsIn(records: readonly HistoryRecord[]): ActorName[] {
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
