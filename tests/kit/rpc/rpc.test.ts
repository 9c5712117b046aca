/** Goal: RPC does what JSON-RPC 2.0 says. Method: raw WebSocket frames against our server, our client against it. */
import { expect } from "chai";
import { WebSocket } from "ws";
import { platform } from "#solution/platform/current.js";
import { maxBatchSize, maxIdLength, maxRequestLength } from "#solution/rpc/limits.js";
import { RpcClient } from "#solution/rpc/rpc_client.js";
import { RpcError } from "#solution/rpc/rpc_error.js";
import { RpcServer } from "#solution/rpc/rpc_server.js";
import { defineService, paramsOf } from "#solution/rpc/service.js";
import { eventually, installNodePlatform, rejection } from "../support.js";

interface Echo {
  echo(params: { text: string }): Promise<string>;
  slow(params: { name: string }): Promise<string>;
  fail(params: { why: string }): Promise<string>;
}

const echoService = defineService<Echo>("test", {
  echo: paramsOf({ text: "string" }),
  slow: paramsOf({ name: "string" }),
  fail: paramsOf({ why: "string" }),
});

interface Reply {
  readonly id: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

let server: RpcServer;
let address: string;
const called: string[] = [];
const release = new Map<string, () => void>();

/** Has a server of its own for each test. */
function serveEcho(): void {
  beforeEach(async () => {
    installNodePlatform();
    called.length = 0;
    release.clear();
    server = await RpcServer.listen({ port: 0 });
    address = `localhost:${server.port}`;
    server.register(echoService, {
      echo: ({ text }) => {
        called.push(text);
        return text;
      },
      slow: ({ name }) =>
        new Promise((resolve) => {
          called.push(name);
          release.set(name, () => {
            resolve(name);
          });
        }),
      fail: ({ why }) => {
        throw new Error(why);
      },
    });
  });

  afterEach(() => server.close());
}

describe("an RPC server", () => {
  serveEcho();
  let socket: WebSocket;
  const replies: (Reply | Reply[])[] = [];

  beforeEach(async () => {
    replies.length = 0;
    socket = new WebSocket(`ws://127.0.0.1:${server.port}`);
    socket.on("message", (data: Buffer) => replies.push(JSON.parse(data.toString()) as Reply));
    await new Promise((resolve) => socket.once("open", resolve));
  });

  afterEach(() => {
    socket.terminate();
  });

  const echo = (id: unknown, text: string): object => ({
    jsonrpc: "2.0",
    id,
    method: "test.echo",
    params: { text },
  });

  async function exchange(frame: unknown): Promise<Reply | Reply[]> {
    const before = replies.length;
    socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
    await eventually("a reply", () => replies.length > before);
    const reply = replies[before];
    if (reply === undefined) throw new Error("no reply");
    return reply;
  }

  it("answers a request with its result", async () => {
    expect(await exchange(echo(7, "hi"))).to.deep.equal({ jsonrpc: "2.0", id: 7, result: "hi" });
  });

  it("returns ids as they were", async () => {
    for (const id of ["a", "x".repeat(maxIdLength), 2 ** 53 - 1, -1, null]) {
      expect(await exchange(echo(id, "hi"))).to.include({ id, result: "hi" });
    }
  });

  const malformed: [what: string, frame: unknown, code: number, id: unknown][] = [
    ["no JSON", "{nonsense", -32700, null],
    ["a number", 5, -32600, null],
    ["null", null, -32600, null],
    ["an empty batch", [], -32600, null],
    ["no version", { id: 1, method: "test.echo", params: { text: "" } }, -32600, 1],
    ["a method that is no string", { jsonrpc: "2.0", id: 1, method: 5 }, -32600, 1],
    [
      "params that are a string",
      { jsonrpc: "2.0", id: 1, method: "test.echo", params: "x" },
      -32600,
      1,
    ],
    ["an id that is an object", { jsonrpc: "2.0", id: {}, method: "test.echo" }, -32600, null],
    ["an id beyond 2^53", '{"jsonrpc":"2.0","id":9007199254740993,"method":"x"}', -32600, null],
    ["an id that is a long text", echo("x".repeat(maxIdLength + 1), ""), -32600, null],
    ["a batch that is too long", Array(maxBatchSize + 1).fill(echo(1, "")), -32600, null],
    ["an unknown method", { jsonrpc: "2.0", id: 1, method: "test.nothing" }, -32601, 1],
    ["a method of every object", { jsonrpc: "2.0", id: 1, method: "toString" }, -32601, 1],
    ["missing params", { jsonrpc: "2.0", id: 1, method: "test.echo" }, -32602, 1],
    [
      "params by position",
      { jsonrpc: "2.0", id: 1, method: "test.echo", params: ["x"] },
      -32602,
      1,
    ],
    [
      "a param of another type",
      { jsonrpc: "2.0", id: 1, method: "test.echo", params: { text: 3 } },
      -32602,
      1,
    ],
  ];
  for (const [what, frame, code, id] of malformed) {
    it(`answers ${what} with ${code}, and goes on`, async () => {
      const reply = (await exchange(frame)) as Reply;
      expect(reply.error?.code).to.equal(code);
      expect(reply.id).to.equal(id);
      expect(await exchange(echo(2, "still here"))).to.include({ result: "still here" });
    });
  }

  it("says which parameter is wrong", async () => {
    const reply = (await exchange({
      jsonrpc: "2.0",
      id: 1,
      method: "test.echo",
      params: {},
    })) as Reply;
    expect(reply.error?.message).to.equal('parameter "text": expected a string, got nothing');
  });

  it("answers what a method throws with -32603 and its message", async () => {
    const request = { jsonrpc: "2.0", id: 1, method: "test.fail", params: { why: "no reason" } };
    const reply = (await exchange(request)) as Reply;
    expect(reply.error).to.deep.equal({ code: -32603, message: "no reason" });
  });

  it("answers a batch with a batch, and its bad parts with errors", async () => {
    const batch = [
      echo(1, "a"),
      null,
      5,
      echo(2, "b"),
      { jsonrpc: "2.0", method: "test.echo", params: { text: "c" } },
    ];
    const reply = (await exchange(batch)) as Reply[];
    expect(reply.map(({ id, result, error }) => [id, result ?? error?.code])).to.have.deep.members([
      [1, "a"],
      [2, "b"],
      [null, -32600],
      [null, -32600],
    ]);
    expect(called).to.deep.equal(["a", "b", "c"]);
  });

  it("calls nothing of a batch that is too long", async () => {
    const batch = Array.from({ length: maxBatchSize + 1 }, (_, id) => echo(id, "x"));
    const reply = (await exchange(batch)) as Reply;
    expect(reply.error?.message).to.contain("more than the allowed");
    expect(called).to.deep.equal([]);
    expect(await exchange(batch.slice(1))).to.have.lengthOf(maxBatchSize);
  });

  it("answers a batch of one with a batch", async () => {
    expect(await exchange([echo(1, "a")])).to.have.lengthOf(1);
  });

  it("answers notifications with nothing, failed ones too", async () => {
    socket.send(JSON.stringify({ jsonrpc: "2.0", method: "test.echo", params: { text: "quiet" } }));
    socket.send(JSON.stringify({ jsonrpc: "2.0", method: "test.fail", params: { why: "quiet" } }));
    socket.send(JSON.stringify({ jsonrpc: "2.0", method: "test.nothing" }));
    expect(await exchange(echo(9, "loud"))).to.include({ id: 9 });
    expect(replies).to.have.lengthOf(1);
    expect(called).to.deep.equal(["quiet", "loud"]);
  });

  it("calls methods in the order of the requests, whichever replies first", async () => {
    const slow = { jsonrpc: "2.0", id: 1, method: "test.slow", params: { name: "one" } };
    socket.send(JSON.stringify(slow));
    expect(await exchange(echo(2, "two"))).to.include({ id: 2 });
    expect(called).to.deep.equal(["one", "two"]);
    release.get("one")?.();
    await eventually("the slow reply", () => replies.length === 2);
    expect(replies[1]).to.include({ id: 1, result: "one" });
  });

  it("refuses a message that is too long with an error, and goes on", async () => {
    const reply = (await exchange(echo(1, "x".repeat(maxRequestLength)))) as Reply;
    expect(reply.error?.code).to.equal(-32600);
    expect(reply.error?.message).to.contain("more than the allowed");
    expect(await exchange(echo(2, "still here"))).to.include({ result: "still here" });
  });

  it("survives a frame that is longer than any link allows", async () => {
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => undefined);
    socket.send("x".repeat(65 * 1024 * 1024));
    expect(await closed).to.be.oneOf([1009, 1006]);
    const client = await RpcClient.dial(address);
    expect(await client.use(echoService).echo({ text: "hi" })).to.equal("hi");
    client.close();
  });

  it("takes binary frames for text", async () => {
    socket.send(Buffer.from(JSON.stringify(echo(1, "bytes"))));
    await eventually("a reply", () => replies.length === 1);
    expect(replies[0]).to.include({ result: "bytes" });
  });
});

describe("an RPC client", () => {
  serveEcho();

  async function kindOf(call: Promise<unknown>): Promise<[string, boolean]> {
    const error = await rejection(call);
    if (!(error instanceof RpcError)) throw error;
    return [error.kind, error.mayHaveHappened];
  }

  for (const batch of [false, true]) {
    it(`keeps many calls apart${batch ? ", in batches" : ""}`, async () => {
      const client = await RpcClient.dial(address, { batch });
      const texts = Array.from({ length: 2.5 * maxBatchSize }, (_, i) => `text ${i}`);
      const { echo } = client.use(echoService);
      expect(await Promise.all(texts.map((text) => echo({ text })))).to.deep.equal(texts);
      expect(called).to.deep.equal(texts);
      client.close();
    });

    it(`keeps notifications and calls in order${batch ? ", in batches" : ""}`, async () => {
      const client = await RpcClient.dial(address, { batch });
      for (let i = 0; i < 10; i++) client.notify(echoService, "echo", { text: `n${i}` });
      await client.use(echoService).echo({ text: "last" });
      expect(called).to.deep.equal([...Array.from({ length: 10 }, (_, i) => `n${i}`), "last"]);
      client.close();
    });
  }

  it("sends the calls of one turn as one frame when it is told to", async () => {
    const frames: unknown[] = [];
    const listener = await platform().listen({ port: 0 }, (link) => {
      link.onMessage((text) => frames.push(JSON.parse(text)));
    });
    const client = await RpcClient.dial(`localhost:${listener.port}`, { batch: true });
    const { echo } = client.use(echoService);
    const calls = ["a", "b", "c"].map((text) => rejection(echo({ text })));
    await eventually("a frame", () => frames.length > 0);
    expect(frames).to.have.lengthOf(1);
    expect(frames[0]).to.have.lengthOf(3);
    client.close();
    await Promise.all(calls);
    await listener.close();
  });

  it("gives up a call after its deadline, and ignores its late reply", async () => {
    const client = await RpcClient.dial(address);
    const { slow, echo } = client.use(echoService);
    expect(await kindOf(slow({ name: "a" }, { deadlineMs: 20 }))).to.deep.equal([
      "deadlineExceeded",
      true,
    ]);
    release.get("a")?.();
    expect(await echo({ text: "next" })).to.equal("next");
    client.close();
  });

  it("rejects what is pending when the server goes away: it may have happened", async () => {
    const client = await RpcClient.dial(address);
    const pending = kindOf(client.use(echoService).slow({ name: "a" }));
    await eventually("the call", () => called.length === 1);
    await server.close();
    expect(await pending).to.deep.equal(["connectionLost", true]);
    expect(client.closed).to.equal(true);
  });

  it("rejects calls after the end: they did not happen", async () => {
    const client = await RpcClient.dial(address);
    client.close();
    expect(await kindOf(client.use(echoService).echo({ text: "late" }))).to.deep.equal([
      "notConnected",
      false,
    ]);
    client.notify(echoService, "echo", { text: "late" });
    expect(called).to.deep.equal([]);
  });

  it("rejects what is pending when it is closed itself", async () => {
    const client = await RpcClient.dial(address);
    const pending = kindOf(client.use(echoService).slow({ name: "a" }));
    client.close();
    expect(await pending).to.deep.equal(["connectionLost", true]);
  });

  it("refuses to send what is too long, without harm to other calls", async () => {
    const client = await RpcClient.dial(address);
    const { echo } = client.use(echoService);
    const long = kindOf(echo({ text: "x".repeat(maxRequestLength) }));
    expect(await long).to.deep.equal(["invalidRequest", false]);
    expect(await echo({ text: "short" })).to.equal("short");
    client.close();
  });

  it("cannot be dialled where nobody listens", async () => {
    await server.close();
    expect((await rejection(RpcClient.dial(address))).message).to.equal(
      `cannot reach ${address}: nobody listens there (connection refused)`,
    );
  });
});
