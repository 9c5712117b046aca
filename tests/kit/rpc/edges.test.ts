/** Goal: what implementations and peers do wrong harms nobody else. Method: services and servers that do it. */
import { expect } from "chai";
import { platform } from "#solution/platform/current.js";
import {
  maxErrorLength,
  maxIdLength,
  maxRequestLength,
  maxResultLength,
} from "#solution/rpc/limits.js";
import { RpcClient } from "#solution/rpc/rpc_client.js";
import { RpcError } from "#solution/rpc/rpc_error.js";
import { RpcServer } from "#solution/rpc/rpc_server.js";
import { defineService, paramsOf } from "#solution/rpc/service.js";
import { eventually, installNodePlatform, rejection } from "../support.js";

interface Odd {
  bigint(params: object): Promise<unknown>;
  nothing(params: object): Promise<unknown>;
  long(params: { length: number }): Promise<string>;
  fail(params: { later: boolean }): Promise<null>;
  shout(params: object): Promise<null>;
}

const oddService = defineService<Odd>("odd", {
  bigint: paramsOf({}),
  nothing: paramsOf({}),
  long: paramsOf({ length: "number" }),
  fail: paramsOf({ later: "boolean" }),
  shout: paramsOf({}),
});

describe("an RPC server with an odd implementation", () => {
  let server: RpcServer;
  let client: RpcClient;
  const errors: [string, string][] = [];

  beforeEach(async () => {
    installNodePlatform();
    errors.length = 0;
    server = await RpcServer.listen({ port: 0 });
    server.onError((error, method) => errors.push([error.message, method]));
    server.register(oddService, {
      bigint: () => 1n,
      nothing: () => undefined,
      long: ({ length }) => "x".repeat(length),
      shout: () => {
        throw new Error("x".repeat(2 * maxErrorLength));
      },
      fail: ({ later }) => {
        const error = new Error(later ? "failed later" : "failed at once");
        if (later) return Promise.reject(error);
        throw error;
      },
    });
    client = await RpcClient.dial(`localhost:${server.port}`, { batch: true });
  });

  afterEach(() => {
    client.close();
    return server.close();
  });

  it("answers with an error what JSON cannot write, and goes on", async () => {
    const { bigint, nothing } = client.use(oddService);
    const error = await rejection(bigint({}, { deadlineMs: 5_000 }));
    expect(error).to.be.instanceOf(RpcError).and.to.include({ kind: "internalError" });
    expect(error.message).to.match(/BigInt/);
    expect(await nothing({})).to.equal(null);
  });

  it("answers a batch in several messages when its replies are too long for one", async () => {
    const { long } = client.use(oddService);
    const length = Math.floor(maxResultLength * 0.4);
    const results = await Promise.all([1, 2, 3].map(() => long({ length })));
    expect(results.map((result) => result.length)).to.deep.equal([length, length, length]);
  });

  it("never sends more than a connection carries, whatever a batch asks for", async () => {
    const lengths: number[] = [];
    let replies = 0;
    const link = await platform().dial(`localhost:${server.port}`);
    link.onMessage((text) => {
      lengths.push(text.length);
      replies += (JSON.parse(text) as unknown[]).length;
    });
    const call = { jsonrpc: "2.0", id: "\u0001".repeat(maxIdLength), method: "odd.long" };
    const asked = [...Array<number>(250).fill(100_000), maxResultLength];
    link.send(JSON.stringify(asked.map((length) => ({ ...call, params: { length } }))));
    await eventually("all replies", () => replies === asked.length);
    expect(lengths).to.have.lengthOf(2);
    expect(lengths[0]).to.be.within(0.9 * maxResultLength, maxResultLength);
    link.close();
  });

  it("answers with an error what is too long for any message", async () => {
    const { long } = client.use(oddService);
    expect(await rejection(long({ length: maxResultLength }))).to.include({
      kind: "resultTooLong",
    });
  });

  it("cuts the messages of errors", async () => {
    const { length } = (await rejection(client.use(oddService).shout({}))).message;
    expect(length).to.be.within(maxErrorLength, maxErrorLength + 100);
  });

  it("says what notifications threw, since nobody else hears of it", async () => {
    client.notify(oddService, "fail", { later: false });
    client.notify(oddService, "fail", { later: true });
    client.notify(oddService, "fail", {} as { later: boolean });
    await eventually("three errors", () => errors.length === 3);
    expect(errors).to.have.deep.members([
      ["failed at once", "odd.fail"],
      ["failed later", "odd.fail"],
      ['parameter "later": expected a boolean, got nothing', "odd.fail"],
    ]);
  });

  it("has limits that every text keeps in bytes, too", () => {
    const linkBytes = 64 * 1024 * 1024;
    for (const limit of [maxRequestLength, maxResultLength]) {
      expect(Buffer.byteLength("\uffff") * limit).to.be.at.most(linkBytes);
    }
  });
});

describe("an RPC client of an odd server", () => {
  const replies: readonly (readonly [what: string, reply: object, outcome: RegExp])[] = [
    ["an error of null", { result: "fine", error: null }, /^fine$/],
    ["an error that is a number", { error: 5 }, /^odd\.nothing: 5$/],
    ["a message that is no text", { error: { message: { toString: 1 } } }, /^odd\.nothing: \{/],
    ["a code that is no number", { error: { code: { valueOf: 1 }, message: "no" } }, /: no$/],
  ];
  for (const [what, reply, outcome] of replies) {
    it(`takes a reply with ${what}`, async () => {
      installNodePlatform();
      const listener = await platform().listen({ port: 0 }, (link) => {
        link.onMessage((text) => {
          const { id } = JSON.parse(text) as { id: number };
          link.send(JSON.stringify({ jsonrpc: "2.0", id, ...reply }));
        });
      });
      const client = await RpcClient.dial(`localhost:${listener.port}`);
      const call = client.use(oddService).nothing({}, { deadlineMs: 5_000 });
      const seen = await call.catch((error: unknown) => (error as Error).message);
      expect(seen).to.match(outcome);
      client.close();
      await listener.close();
    });
  }
});
