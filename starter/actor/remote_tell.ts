import type { RpcClient } from "../rpc/rpc_client.js";
import type { RpcServer } from "../rpc/rpc_server.js";
import type { ActorRef } from "./actor_ref.js";
import type { RemoteTellTarget } from "./remote_tell_target.js";
import { TodoError } from "../todo.js";

/**
 * Sends one message to an actor of another server.
 *
 * The actor system calls this for one message after another. If it returns a promise, the next call for the same server
 * waits for that promise. So return without waiting for the other side: with 200 ms of latency, waiting for each reply
 * would send only five messages in two seconds.
 *
 * Messages must arrive in the order of the calls, each at most once. A message that cannot be delivered may be silently
 * dropped.
 *
 * @param client a connection to the server at `ref.address`.
 * @param text the message, already encoded as text.
 */
export function remoteTell(
  client: RpcClient,
  ref: ActorRef<never>,
  text: string,
): void | Promise<void> {
  void [client, ref, text];
  throw new TodoError("final", "write remoteTell in actor/remote_tell.ts", "4.2");
}

/**
 * Registers a method with an RPC server that accepts the messages that {@link remoteTell} sends from other servers, and
 * passes each to `system.deliver`. The actor system calls this once, when it starts.
 */
export function registerRemoteTells(system: RemoteTellTarget, server: RpcServer): void {
  void [system, server];
  throw new TodoError("final", "write registerRemoteTells in actor/remote_tell.ts", "4.2");
}
