import type { RpcClient } from "../rpc/rpc_client.js";
import type { RpcServer } from "../rpc/rpc_server.js";
import type { ActorRef } from "./actor_ref.js";
import type { RemoteTellTarget } from "./remote_tell_target.js";
import { TodoError } from "../todo.js";

/**
 * Sends one message to an actor of another server.
 *
 * The actor system calls this for one message after the other, and waits for the promise, if one is returned, before it
 * calls it with the next message for the same server. So return without waiting for the other side: with 200 ms of
 * latency, waiting for replies would let five messages through in two seconds.
 *
 * Messages must arrive in the order of the calls, each at most once. A message that cannot be delivered may be lost
 * without a word.
 *
 * @param client a connection to the server that `ref.address` names.
 * @param text the message, written as text already.
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
 * Registers with an RPC server what takes the messages that {@link remoteTell} sends from other servers and hands each
 * to `system.deliver`. The actor system calls this once, when it starts.
 */
export function registerRemoteTells(system: RemoteTellTarget, server: RpcServer): void {
  void [system, server];
  throw new TodoError("final", "write registerRemoteTells in actor/remote_tell.ts", "4.2");
}
