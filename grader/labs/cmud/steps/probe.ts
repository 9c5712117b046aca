import type * as QueryServiceModule from "../../../../starter/kvcommon/query_service.js";
import type * as RpcClientModule from "../../../../starter/rpc/rpc_client.js";
import type { ActorName } from "../../../history/scenario.js";
import type { Probe } from "../../../run/step_kind.js";
import { addressOf } from "./addresses.js";

/** An actor that has not answered by then has nothing to say, in milliseconds of virtual time. */
const deadlineMs = 1_000;

/** Asks query actors for a List of everything. */
export const probe: Probe = {
  actorsOf: ({ server, actors = 0 }) =>
    Array.from({ length: actors }, (_, index): ActorName => `${server}/${index}`),

  // Where a receiver keeps data, a Put changes the store without a message.
  changed: (record) =>
    record.type === "query" && record.at !== undefined
      ? { actor: record.at, atMs: record.endMs }
      : undefined,

  async ask(actor, { tree, ports }) {
    const { RpcClient } = await tree.load<typeof RpcClientModule>("rpc/rpc_client.js");
    const { queryService } = await tree.load<typeof QueryServiceModule>(
      "kvcommon/query_service.js",
    );
    const client = await RpcClient.dial(addressOf(actor, ports));
    try {
      const { entries } = await client.use(queryService).list({ prefix: "" }, { deadlineMs });
      return Object.fromEntries(entries.map(({ key, value }) => [key, value]));
    } finally {
      client.close();
    }
  },
};
