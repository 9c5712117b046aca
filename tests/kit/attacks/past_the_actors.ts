/** Points without sync between actors: Puts take another way, or given code does not count what is sent. */
import { cheatingActor, running, sharing, tellingReceiver, type Attack } from "./attack.js";

/** A tree that keeps every Put to its actor, in which each thread of an actor passes Puts on in some other way. */
function passing(name: string, how: string, box: string, more: Partial<Attack> = {}): Attack {
  return sharing(name, how, box, more);
}

/** Said of what the attacks try; or that a store shows what is put only later, where theirs are left from another run. */
const refused = /servers reach each other by tell\(\)|that value was put only later/;

const heldHere = `const held: any = (kept: any) => kept;
const mine = (): any => (held(mine).box ??= Object.create(null));`;

/** Sends every Put to the query ports of this server's actors, as a client does. */
const byQueries = (connect: string, before: string): string => `${before}
${heldHere}
export function publish(key: string, value: string): void {
  if (value === undefined || mine()[key] === value) return;
  mine()[key] = value;
  for (const port of [6001, 6002]) void (${connect})(\`localhost:\${port}\`, key, value).catch(() => undefined);
}
export function all(): Record<string, string> { return mine(); }`;

export const pastTheActors: readonly Attack[] = [
  passing(
    "sync-by-client",
    "has actors put at each other with the client",
    byQueries(
      "async (address: string, key: string, value: string) => new Client({ nextAddr: () => address }).put(key, value)",
      'import { Client } from "../kvclient/client.js";',
    ),
    { says: refused },
  ),
  passing(
    "sync-by-rpc",
    "has actors put at each other by RPC",
    byQueries(
      "async (address: string, key: string, value: string) => (await RpcClient.dial(address)).use(queryService).put({ key, value })",
      'import { RpcClient } from "../rpc/rpc_client.js";\nimport { queryService } from "../kvcommon/query_service.js";',
    ),
    { quick: true, says: refused },
  ),
  passing(
    "sync-by-dial",
    "has actors put at each other by links, under another name",
    byQueries(
      `async (address: string, key: string, value: string) => {
    const link = await (platform() as any)["di" + "al"](address);
    link.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "query.put", params: { key, value } }));
  }`,
      'import { platform } from "../platform/current.js";',
    ),
    { says: refused },
  ),
  passing(
    "sync-by-detached-dial",
    "has promises dial, so that nobody seems to call",
    byQueries(
      "(address: string, key: string, value: string) => Promise.resolve(address).then(RpcClient.dial as any).then((client: any) => client.use(queryService).put({ key, value }))",
      'import { RpcClient } from "../rpc/rpc_client.js";\nimport { queryService } from "../kvcommon/query_service.js";',
    ),
    { says: refused },
  ),
  passing(
    "sync-by-listener",
    "listens on a port of its own",
    byQueries(
      "async (_address: string, key: string, value: string) => { const server = await RpcServer.listen({ port: 7001 }); void server; void key; void value; }",
      'import { RpcServer } from "../rpc/rpc_server.js";',
    ),
    { says: refused },
  ),
  passing(
    "sync-by-outbox",
    "sends by the actor system's own outbox, which counts nothing",
    'import { RemoteOutbox } from "../actor/remote_outbox.js";\nvoid RemoteOutbox;\nexport function publish(): void {}\nexport function all(): Record<string, string> { return {}; }',
    { says: /have no use for this module/ },
  ),
  passing(
    "real-platform",
    "makes itself a real platform",
    'import { createNodePlatform } from "../platform/node_platform.js";\nvoid createNodePlatform;\nexport function publish(): void {}\nexport function all(): Record<string, string> { return {}; }',
    { says: /have no use for this module/ },
  ),
  passing("sync-by-receiver", "has receivers tell Puts to all actors, which is not counted", "", {
    files: {
      "kvserver/cheat.ts":
        "export function publish(_key: string, _value: string): void {}\nexport function all(): Record<string, string> { return {}; }\n",
      "kvserver/query_actor.ts": cheatingActor,
      "kvserver/query_receiver.ts": tellingReceiver,
    },
  }),
  running(
    "no-latency",
    "takes away the latency between servers",
    'import { platform } from "../platform/current.js";\n(platform() as any).network.setLatency(0);',
    { aim: "points", honest: 0, driver: "sim", says: refused },
  ),
  ...(
    [
      [
        "patch-stats",
        "forges the actor system's counters",
        "actor/actor_system",
        "ActorSystem",
        "prototype.stats",
      ],
      ["patch-running", "hides its actor systems", "actor/actor_system", "ActorSystem", "running"],
      ["patch-rpc", "patches the RPC client", "rpc/rpc_client", "RpcClient", "prototype.notify"],
      ["patch-dial", "replaces how clients dial", "rpc/rpc_client", "RpcClient", "dial"],
      [
        "patch-service",
        "replaces what queries are checked for",
        "kvcommon/query_service",
        "queryService",
        "checks.put",
      ],
    ] as const
  ).map(([name, how, module, exported, member]): Attack =>
    running(
      name,
      how,
      `import { ${exported} } from "../${module}.js";\n(${exported} as any).${member} = () => undefined;`,
      { aim: "points", honest: 0, driver: "sim", says: /read only|Cannot assign/ },
    ),
  ),
];
