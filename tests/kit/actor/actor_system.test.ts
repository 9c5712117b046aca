/** Goal: the actor system keeps its promises. Method: real threads, with actors that record what they are told. */
import { expect } from "chai";
import { ActorSystem } from "#solution/actor/actor_system.js";
import { uid, type ActorRef } from "#solution/actor/actor_ref.js";
import { MessageError } from "#solution/actor/message_text.js";
import { platform } from "#solution/platform/current.js";
import type { TraceEvent } from "#solution/platform/platform.js";
import { RpcClient } from "#solution/rpc/rpc_client.js";
import { eventually, installNodePlatform, rejection, sleep } from "../support.js";
import {
  Answerer,
  Hidden,
  Pinger,
  pingService,
  Recorder,
  Spinner,
  Stillborn,
  type RecorderMessage,
  type WhoAmI,
} from "./actors.js";

let trace: TraceEvent[];
let systems: ActorSystem[];
let system: ActorSystem;

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

const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i));

describe("an actor system", () => {
  beforeEach(async () => {
    trace = installNodePlatform();
    systems = [];
    system = await startSystem();
  });

  afterEach(() => Promise.all(systems.map((system) => system.close())));

  it("delivers messages from outside in order", async () => {
    const actor = await system.startActor(Recorder);
    for (const text of numbered(1_000)) system.tell(actor, { type: "note", text });
    expect(await read(system, actor)).to.deep.equal(numbered(1_000));
  });

  it("delivers messages between actors of one system in order", async () => {
    const [from, to] = await Promise.all([
      system.startActor(Recorder),
      system.startActor(Recorder),
    ]);
    system.tell(from, { type: "forward", to, texts: numbered(500) });
    await eventually("500 texts", async () => (await read(system, to)).length === 500);
    expect(await read(system, to)).to.deep.equal(numbered(500));
  });

  it("delivers messages between systems in order, also while the latency falls", async () => {
    const near = await startSystem();
    const far = await startSystem();
    const [from, to] = await Promise.all([near.startActor(Recorder), far.startActor(Recorder)]);
    platform().network.setLatency(50);
    near.tell(from, { type: "forward", to, texts: numbered(100) });
    await sleep(30);
    platform().network.setLatency(0);
    near.tell(from, { type: "forward", to, texts: ["last"] });
    await eventually("all texts", async () => (await read(far, to)).length === 101);
    expect(await read(far, to)).to.deep.equal([...numbered(100), "last"]);
    expect((await far.stats()).remoteReceivedTells).to.equal(101);
  });

  it("lets an actor answer a channel of another system", async () => {
    const near = await startSystem();
    const far = await startSystem();
    const actor = await far.startActor(Recorder);
    expect(await read(near, actor)).to.deep.equal([]);
  });

  it("tells an actor who it is", async () => {
    const actor = await system.startActor(Recorder);
    const { ref, first } = system.newChannelRef<WhoAmI>();
    system.tell(actor, { type: "whoami", replyTo: ref });
    expect(await first).to.deep.equal({
      self: actor,
      knowsItselfLocal: true,
      knowsStrangerRemote: true,
    });
    expect(uid(actor)).to.equal(`${system.address}/1`);
  });

  it("sends later what is told with a delay, and not before", async () => {
    const actor = await system.startActor(Recorder);
    system.tell(actor, { type: "later", text: "slow", delayMs: 150 });
    system.tell(actor, { type: "later", text: "fast", delayMs: 1 });
    system.tell(actor, { type: "note", text: "now" });
    await eventually("the fast text", async () => (await read(system, actor)).length >= 2);
    await eventually("the slow text", async () => (await read(system, actor)).length === 3);
    expect(await read(system, actor)).to.deep.equal(["now", "fast", "slow"]);
  });

  it("reports what an actor throws, with the actor, and lets it live on", async () => {
    const errors: [string, string | undefined][] = [];
    system.onError((error, actor) => errors.push([error.message, actor]));
    const actor = await system.startActor(Recorder);
    system.tell(actor, { type: "throw", text: "ouch" });
    system.tell(actor, { type: "note", text: "alive" });
    expect(await read(system, actor)).to.deep.equal(["alive"]);
    expect(errors).to.deep.equal([["ouch", uid(actor)]]);
    expect(
      trace.some((event) => event.type === "actorError" && event["message"] === "ouch"),
    ).to.equal(true);
  });

  it("refuses messages that are no plain data, at the sender", async () => {
    const actor = await system.startActor(Recorder);
    const message = { type: "note", text: (() => "no data") as unknown as string } as const;
    expect(() => {
      system.tell(actor, message);
    }).to.throw(MessageError, "message.text is a function");
  });

  it("never starves input and output, however busy an actor keeps itself", async () => {
    const listener = await platform().listen({ port: 0 }, () => undefined);
    await listener.close();
    await system.startActor(Spinner, { receiver: Answerer, port: listener.port });
    const client = await RpcClient.dial(`localhost:${listener.port}`);
    expect(await client.use(pingService).ping({ text: "hi" }, { deadlineMs: 5_000 })).to.equal(
      "hi",
    );
    client.close();
  });

  it("serves a receiver beside its actor", async () => {
    const listener = await platform().listen({ port: 0 }, () => undefined);
    await listener.close();
    const actor = await system.startActor(Recorder, { receiver: Pinger, port: listener.port });
    const client = await RpcClient.dial(`localhost:${listener.port}`);
    const { ping } = client.use(pingService);
    expect(await Promise.all([ping({ text: "a" }), ping({ text: "b" })])).to.deep.equal([
      "a",
      "a,b",
    ]);
    expect(await read(system, actor)).to.deep.equal(["a", "b"]);
    const stats = await system.stats();
    expect(stats.channelsUsed).to.equal(3);
    expect(stats.channelsOpen).to.equal(0);
    client.close();
  });

  it("counts what actors tell other actors, and nothing else, by pair", async () => {
    const [from, to] = await Promise.all([
      system.startActor(Recorder),
      system.startActor(Recorder),
    ]);
    system.tell(from, { type: "forward", to, texts: ["a", "bc"] });
    system.tell(from, { type: "spin", times: 3 });
    await eventually("two texts", async () => (await read(system, to)).length === 2);
    const { pairs } = await system.stats();
    const bytes = JSON.stringify({ type: "note", text: "a" }).length * 2 + 1;
    expect(pairs).to.deep.equal([{ from: uid(from), to: uid(to), tells: 2, bytes }]);
    const tells = trace.filter((event) => event.type === "tell");
    expect(tells.map((event) => event["text"])).to.deep.equal([
      '{"type":"note","text":"a"}',
      '{"type":"note","text":"bc"}',
    ]);
  });

  it("counts messages to nobody, and goes on", async () => {
    const actor = await system.startActor(Recorder);
    system.tell<RecorderMessage>(
      { address: system.address, id: 99 },
      { type: "note", text: "lost" },
    );
    const { ref, first } = system.newChannelRef<string[]>();
    system.tell(actor, { type: "read", replyTo: ref });
    await first;
    // One for the actor that never was, one for the second message to the channel.
    await eventually("two dead letters", async () => (await system.stats()).deadLetters === 2);
  });

  it("reports messages to a system that cannot be reached, and goes on", async () => {
    const errors: string[] = [];
    system.onError((error) => errors.push(error.message));
    const actor = await system.startActor(Recorder);
    const gone: ActorRef<RecorderMessage> = { address: "localhost:9", id: 1 };
    system.tell(actor, { type: "forward", to: gone, texts: ["lost"] });
    await eventually("an error", () => errors.length > 0);
    expect(errors[0]).to.equal(
      "cannot reach localhost:9: nobody listens there (connection refused); messages to it are lost until it is back",
    );
    expect((await system.stats()).remoteSent).to.deep.include({
      address: "localhost:9",
      tells: 1,
      bytes: 29,
      lostTells: 1,
    });
    expect(await read(system, actor)).to.deep.equal([]);
  });

  it("rejects the start of an actor whose constructor throws, with what it threw", async () => {
    expect((await rejection(system.startActor(Stillborn))).message).to.equal("born to fail");
    expect((await system.stats()).actors).to.equal(0);
  });

  it("says what is wrong with a class that its module does not export", async () => {
    expect((await rejection(system.startActor(Hidden))).message).to.match(
      /exports no class Unexported; export the class/,
    );
  });

  it("rejects the start of a receiver whose port is in use, and leaves nothing running", async () => {
    const busy = await platform().listen({ port: 0 }, () => undefined);
    const error = await rejection(
      system.startActor(Recorder, { receiver: Pinger, port: busy.port }),
    );
    expect(error.message).to.equal(
      `cannot listen on port ${busy.port}: already in use; choose another port or end the program that has it`,
    );
    expect((await system.stats()).actors).to.equal(0);
    await busy.close();
  });

  it("does not start on a port in use", async () => {
    const port = Number(system.address.split(":")[1]);
    expect((await rejection(ActorSystem.start(port))).message).to.contain("already in use");
  });

  it("leaves nothing behind when it closes, and takes no more messages", async () => {
    const actor = await system.startActor(Spinner);
    const { first } = system.newChannelRef<string>();
    await system.close();
    await system.close();
    expect((await rejection(first)).message).to.contain("closed");
    system.tell(actor, { type: "spin" });
    expect((await rejection(system.startActor(Recorder))).message).to.contain(
      "the system is closed",
    );
    expect(ActorSystem.running()).to.not.include(system);
    await eventually(
      "no worker left",
      () => !process.getActiveResourcesInfo().includes("MessagePort"),
    );
  });
});
