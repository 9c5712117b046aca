import type { RpcClient } from "../rpc/rpc_client.js";
import type { RpcServer } from "../rpc/rpc_server.js";
import { defineService, paramsOf } from "../rpc/service.js";
import type { ActorRef } from "./actor_ref.js";
import type { RemoteTellTarget } from "./remote_tell_target.js";

/** The one method of the service: a message for an actor of the system that is called. */
interface RemoteTells {
  tell(params: { address: string; id: number; text: string }): Promise<null>;
}

const remoteTells = defineService<RemoteTells>("actor", {
  tell: paramsOf({ address: "string", id: "number", text: "string" }),
});

/**
 * Sends one message to an actor of another server, as a notification: nobody waits for a reply, and notifications on
 * one connection arrive in the order in which they were sent.
 *
 * @param client a connection to the server that `ref.address` names.
 * @param text the message, written as text already.
 */
export function remoteTell(client: RpcClient, ref: ActorRef<never>, text: string): void {
  client.notify(remoteTells, "tell", { address: ref.address, id: ref.id, text });
}

/**
 * Registers with an RPC server what takes the messages that {@link remoteTell} sends from other servers and hands each
 * to `system.deliver`. The handler is synchronous, so the order of arrival is the order of delivery.
 */
export function registerRemoteTells(system: RemoteTellTarget, server: RpcServer): void {
  server.register(remoteTells, {
    tell: ({ address, id, text }) => {
      system.deliver({ address, id }, text);
      return null;
    },
  });
}
