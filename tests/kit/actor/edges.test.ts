/**
 * Goal: what goes wrong beside actors harms nobody, and nothing outlives its system. Method: real threads where they
 * matter, one host on mocha's thread where they do not; broken student code by patching the mailbox.
 */
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { expect } from "chai";
import type { Actor, ActorContext } from "#solution/actor/actor.js";
import { ActorHost } from "#solution/actor/actor_host.js";
import { ActorSystem } from "#solution/actor/actor_system.js";
import type { ActorRef } from "#solution/actor/actor_ref.js";
import { Mailbox } from "#solution/actor/mailbox.js";
import { MessageError } from "#solution/actor/message_text.js";
import type { Popped } from "#solution/actor/popped.js";
import { installPlatform, platform } from "#solution/platform/current.js";
import type { Platform, TraceEvent } from "#solution/platform/platform.js";
import { RpcClient } from "#solution/rpc/rpc_client.js";
import { eventually, installNodePlatform, rejection, sleep } from "../support.js";
import { Asker, Eager, pingService, Recorder, type RecorderMessage } from "./actors.js";

let trace: TraceEvent[];
let systems: ActorSystem[];

async function startSystem(): Promise<ActorSystem> {
  const system = await ActorSystem.start(0);
  systems.push(system);
  return system;
}

async function read(system: ActorSystem, actor: ActorRef<RecorderMessage>): Promise<string[]> {
  const { ref, first } = system.newChannelRef<string[]>();
  system.tell(actor, { type: "read", replyTo: ref });
  return first;
}

async function freePort(): Promise<number> {
  const listener = await platform().listen({ port: 0 }, () => undefined);
  await listener.close();
  return listener.port;
}

/** Installs a platform that knows the timers which have neither run nor been cancelled. */
function countTimers(): Set<() => void> {
  const real: Platform = platform();
  const pending = new Set<() => void>();
  const after: Platform["after"] = (delayMs, run) => {
    const cancel = real.after(delayMs, () => {
      pending.delete(cancelAndForget);
      run();
    });
    const cancelAndForget = (): void => {
      pending.delete(cancelAndForget);
      cancel();
    };
    pending.add(cancelAndForget);
    return cancelAndForget;
  };
  installPlatform({ ...real, after });
  return pending;
}

describe("an actor system, when something goes wrong,", () => {
  beforeEach(() => {
    trace = installNodePlatform();
    systems = [];
  });

  afterEach(() => Promise.all(systems.map((system) => system.close())));

  it("keeps the order of what an actor tells itself while it is made", async () => {
    const system = await startSystem();
    const actor = await system.startActor(Eager);
    await eventually("two texts", async () => (await read(system, actor)).length === 2);
    expect(await read(system, actor)).to.deep.equal(["first", "second"]);
  });

  it("survives what is no JSON, sent by another program to a channel", async () => {
    const system = await startSystem();
    const port = await freePort();
    const actor = await system.startActor(Recorder, { receiver: Asker, port });
    const client = await RpcClient.dial(`localhost:${port}`);
    const reply = rejection(client.use(pingService).ping({ text: "" }, { deadlineMs: 5_000 }));
    await eventually("the channel", async () => (await read(system, actor)).length === 1);
    const [channel = ""] = await read(system, actor);
    system.deliver(JSON.parse(channel) as ActorRef<string>, "no JSON");
    expect((await reply).message).to.match(/JSON/);
    expect((await system.stats()).actors).to.equal(1);
    client.close();
  });

  it("reports what is no remote tell, sent by another program", async () => {
    const system = await startSystem();
    const errors: string[] = [];
    system.onError((error) => errors.push(error.message));
    const link = await platform().dial(system.address);
    link.send(JSON.stringify({ jsonrpc: "2.0", method: "actor.tell", params: { id: 1 } }));
    await eventually("an error", () => errors.length > 0);
    expect(errors).to.deep.equal(['parameter "address": expected a string, got nothing']);
    link.close();
  });

  it("refuses a receiver that is no ref, and says what it is", async () => {
    const system = await startSystem();
    for (const wrong of [undefined, { address: system.address }, { address: 5, id: 1 }, "a/1"]) {
      expect(() => {
        system.tell(wrong as unknown as ActorRef<string>, "hello");
      }).to.throw(TypeError, "a message goes to an actor ref, { address, id }, and not to ");
    }
  });

  it("refuses at once what is told for later and is no plain data", async () => {
    const system = await startSystem();
    const { ref } = system.newChannelRef<{ when: unknown }>();
    expect(() => {
      system.tellAfter(ref, { when: new Date() }, 1);
    }).to.throw(MessageError, "message.when is an instance of Date");
  });

  it("waits in close for actors that are just starting", async () => {
    const system = await startSystem();
    const port = await freePort();
    const starting = rejection(system.startActor(Recorder, { receiver: Asker, port }));
    let settled = false;
    void starting.then(() => {
      settled = true;
    });
    await system.close();
    expect(settled).to.equal(true);
    expect((await starting).message).to.match(/the system was closed/);
    await (await platform().listen({ port }, () => undefined)).close();
  });

  it("leaves no timer behind when it is closed, and sets none after", async () => {
    const timers = countTimers();
    const system = await startSystem();
    const { ref } = system.newChannelRef<string>();
    system.tellAfter(ref, "too late", 60_000);
    system.tell<string>({ address: "localhost:9", id: 1 }, "lost");
    await eventually("an error", () => trace.some(({ type }) => type === "actorError"));
    await system.close();
    const late = system.newChannelRef<string>();
    await rejection(late.first);
    system.tellAfter(ref, "later still", 60_000);
    expect(timers.size).to.equal(0);
  });

  it("does not report what it cannot send any more because it was closed", async () => {
    const silent = createServer();
    await once(silent.listen(0, "127.0.0.1"), "listening");
    const dialled = once(silent, "connection");
    const system = await startSystem();
    const errors: string[] = [];
    system.onError((error) => errors.push(error.message));
    const { port } = silent.address() as AddressInfo;
    system.tell<string>({ address: `localhost:${port}`, id: 1 }, "lost");
    const [socket] = (await dialled) as [{ destroy: () => void }];
    await system.close();
    socket.destroy();
    silent.close();
    await sleep(50);
    expect(errors).to.deep.equal([]);
  });
});

describe("an actor host", () => {
  const address = "localhost:1";
  let errors: string[];

  function makeHost(): ActorHost {
    return new ActorHost({
      address,
      index: 1,
      forward: () => undefined,
      signal: () => undefined,
      onError: (error) => errors.push(error.message),
    });
  }

  beforeEach(() => {
    trace = installNodePlatform();
    errors = [];
  });

  it("gives up a mailbox whose pop yields what nobody pushed, and says so once", async () => {
    const pop = Object.getOwnPropertyDescriptor(Mailbox.prototype, "pop") ?? {};
    try {
      Mailbox.prototype.pop = () =>
        Promise.resolve({ closed: false, value: undefined } as Popped<never>);
      const host = makeHost();
      host.startActor(1, Recorder);
      await sleep(30);
      expect(errors).to.have.length(1);
      expect(errors[0]).to.match(/^Mailbox\.pop yielded .*, which nobody had pushed$/);
      await host.close();
    } finally {
      Object.defineProperty(Mailbox.prototype, "pop", pop);
    }
  });

  it("logs whatever an actor logs", async () => {
    class Logger implements Actor<never> {
      static readonly module = import.meta.url;

      constructor(context: ActorContext<never>) {
        context.log("seen", new Map([["k", 1n]]), undefined);
      }

      onMessage(): void {
        // Never called.
      }
    }
    const host = makeHost();
    host.startActor(1, Logger);
    const [log] = trace.filter(({ type }) => type === "log");
    expect(log?.["text"]).to.equal("seen Map(1) { 'k' => 1n } undefined");
    await host.close();
  });
});
