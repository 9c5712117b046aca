import type { RpcClient } from "../rpc/rpc_client.js";
import type { RpcServer } from "../rpc/rpc_server.js";
import { defineService, paramsOf } from "../rpc/service.js";
import type { ActorRef } from "./actor_ref.js";
import type { RemoteTellTarget } from "./remote_tell_target.js";

/** The service's only method: it delivers a message to an actor of the called system. */
interface RemoteTells {
  tell(params: { address: string; id: number; text: string }): Promise<null>;
}

const remoteTells = defineService<RemoteTells>("actor", {
  tell: paramsOf({ address: "string", id: "number", text: "string" }),
});

/**
 * Sends one message to an actor of another server, as a notification: it has no reply to wait for, and notifications on
 * one connection arrive in the order in which they were sent.
 *
 * @param client a connection to the server at `ref.address`.
 * @param text the message, already encoded as text.
 */
export function remoteTell(client: RpcClient, ref: ActorRef<never>, text: string): void {
  client.notify(remoteTells, "tell", { address: ref.address, id: ref.id, text });
}

/**
 * Registers a method with an RPC server that accepts the messages that {@link remoteTell} sends from other servers, and
 * passes each to `system.deliver`. The handler is synchronous, so the order of arrival is the order of delivery.
 */
export function registerRemoteTells(system: RemoteTellTarget, server: RpcServer): void {
  server.register(remoteTells, {
    tell: ({ address, id, text }) => {
      system.deliver({ address, id }, text);
      return null;
    },
  });
}
