/** Runs on every actor's thread: the actor, its children, and the receiver that answers RPCs for it. */
import { platform } from "../platform/current.js";
import type { Port } from "../platform/platform.js";
import { RpcServer } from "../rpc/rpc_server.js";
import type { ActorRef } from "./actor_ref.js";
import { ActorHost } from "./actor_host.js";
import type { AnyActorClass } from "./actor_table.js";
import { loadClass } from "./load_class.js";
import type { Outside, ReceiverClass } from "./receiver.js";
import type { ActorThreadData, FromThread, ToThread } from "./actor_threads.js";

/** The entry of the thread; see `Platform.spawn`. */
export async function main(port: Port, data: string): Promise<void> {
  const { address, hostIndex, actor, receiver } = JSON.parse(data) as ActorThreadData;
  const post = (message: FromThread): void => {
    port.post(JSON.stringify(message));
  };
  const here = platform();
  const host = new ActorHost({
    address,
    index: hostIndex,
    forward: (ref, text) => {
      post({ type: "forward", address: ref.address, id: ref.id, text });
    },
    signal: (signal) => {
      post({ type: "signal", signal });
    },
    onError: ({ message, stack }, { id }, directive) => {
      post({ type: "error", id, message, stack, directive });
    },
    // The thread ends with its actor, but not before it has started.
    onStopped: () => void whenStarted.then(() => here.after(0, () => void port.close())),
  });
  let started: () => void = () => undefined;
  const whenStarted = new Promise<void>((resolve) => (started = resolve));
  const actorClass = await loadClass<AnyActorClass>(actor.module, actor.name);
  const ref = host.startActor(actor.id, actorClass, ...actor.args);
  const server = receiver && (await startReceiver(host, ref, receiver));
  port.onMessage((text) => {
    const message = JSON.parse(text) as ToThread;
    switch (message.type) {
      case "deliver":
        host.deliver({ address, id: message.id }, message.text);
        return;
      case "signal":
        host.takeSignal(message.signal);
        return;
      case "stop":
        host.stopActor(actor.id);
        return;
      case "stats":
        post({ type: "stats", query: message.query, stats: host.stats() });
        return;
    }
  });
  port.onClose(async () => {
    await Promise.all([server?.close(), host.close()]);
    post({ type: "ended", stats: host.stats() });
  });
  started();
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
  const implementation = new receiverClass(outsideOf(host), actor);
  const server = await RpcServer.listen({ port: receiver.port });
  server.register(receiverClass.service, implementation);
  return server;
}

/** What a receiver sees of its actor's host. */
function outsideOf(host: ActorHost): Outside {
  return {
    tell: (ref, message) => {
      host.tell(ref, message);
    },
    newChannelRef: () => host.newChannelRef(),
  };
}
