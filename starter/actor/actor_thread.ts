/** Runs on every actor's thread: the actor, and the receiver that answers RPCs for it. */
import { platform } from "../platform/current.js";
import type { Port } from "../platform/platform.js";
import { RpcServer } from "../rpc/rpc_server.js";
import type { ActorClass } from "./actor.js";
import type { ActorRef } from "./actor_ref.js";
import { ActorHost } from "./actor_host.js";
import type { ReceiverClass } from "./receiver.js";
import type { ActorThreadData, FromThread, ToThread } from "./actor_threads.js";

/** The entry of the thread; see `Platform.spawn`. */
export async function main(port: Port, data: string): Promise<void> {
  const { address, hostIndex, actor, receiver } = JSON.parse(data) as ActorThreadData;
  const post = (message: FromThread): void => {
    port.post(JSON.stringify(message));
  };
  const host = new ActorHost({
    address,
    index: hostIndex,
    forward: (ref, text) => {
      post({ type: "forward", address: ref.address, id: ref.id, text });
    },
    onError: (error) => {
      post({ type: "error", message: error.message, stack: error.stack });
    },
  });
  const actorClass = await loadClass<ActorClass<unknown>>(actor.module, actor.name);
  const ref = host.startActor(actor.id, actorClass);
  const server = receiver && (await startReceiver(host, ref, receiver));
  port.onMessage((text) => {
    const message = JSON.parse(text) as ToThread;
    switch (message.type) {
      case "deliver":
        host.deliver({ address, id: message.id }, message.text);
        return;
      case "stats":
        post({ type: "stats", query: message.query, stats: host.stats() });
        return;
    }
  });
  port.onClose(async () => {
    await Promise.all([server?.close(), host.close()]);
  });
}

async function startReceiver(
  host: ActorHost,
  actor: ActorRef<unknown>,
  receiver: { readonly module: string; readonly name: string; readonly port: number },
): Promise<RpcServer> {
  const receiverClass = await loadClass<ReceiverClass<unknown, object>>(
    receiver.module,
    receiver.name,
  );
  const implementation = new receiverClass(host, actor);
  const server = await RpcServer.listen({ port: receiver.port });
  server.register(receiverClass.service, implementation);
  return server;
}

/**
 * Loads a class from the module that exports it under its own name.
 *
 * @throws if the module cannot be loaded or does not export the class; the error says what to do.
 */
async function loadClass<C>(module: string, name: string): Promise<C> {
  const exports = await platform().load(module);
  const found = exports[name] ?? exports["default"];
  if (typeof found !== "function") {
    throw new Error(
      `${module} exports no class ${name}; export the class under its own name, and set ` +
        `"static readonly module = import.meta.url" in it`,
    );
  }
  return found as C;
}
