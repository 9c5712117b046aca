/**
 * Goal: whatever student code does, its run ends in time, says what happened, and leaves nothing behind.
 * Method: the solution with one module replaced by one that misbehaves.
 */
import { randomBytes } from "node:crypto";
import { expect } from "chai";
import type { History } from "../../../grader/history/history.js";
import type { Step } from "../../../grader/labs/cmud/steps/index.js";
import { processesWith, recordsOf, run, treeWith } from "../suite/run_tree.js";

const oneGet: Step[] = [
  { do: "startFake", fake: "f", entries: { a: "1" } },
  { do: "newClient", client: "c", routes: ["f"] },
  { do: "mark", name: "before" },
  { do: "call", client: "c", method: "get", key: "a" },
];
const oneServer: Step[] = [
  { do: "startServer", server: "s1", actors: 1 },
  { do: "mark", name: "before" },
  { do: "get", at: "s1/0", key: "a" },
  { do: "wait", ms: 300 },
];

const client = (body: string): Record<string, string> => ({
  "kvclient/client.js": `export class Client { constructor() {} async get(key) { ${body} } close() {} }`,
});
const actor = (body: string, inConstructor = ""): Record<string, string> => ({
  "kvserver/query_actor.js": `
    export class QueryActor {
      static module = import.meta.url;
      constructor(context) { ${inConstructor} }
      onMessage(message) { ${body} }
    }`,
});

function crashReason(history: History): string {
  expect(history.end.how, JSON.stringify(history.end)).to.equal("crashed");
  return history.end.how === "crashed" ? history.end.reason : "";
}

describe("student code that misbehaves", function () {
  this.timeout(60_000);

  it("exits in a client: reported, with what was seen before", async () => {
    const tree = await treeWith("client-exits", client("process.exit(0)"));
    const history = await run(tree, oneGet);
    expect(crashReason(history)).to.match(/^the clients: thread clients ended by itself.*exit/);
    expect(recordsOf(history, "mark")).to.have.length(1);
  });

  it("exits in an actor's handler", async () => {
    const history = await run(await treeWith("actor-exits", actor("process.exit(3)")), oneServer);
    expect(crashReason(history)).to.match(/^actor 1 of server s1: thread s1\/1 ended.*exit code 3/);
  });

  it("exits in an actor's constructor", async () => {
    const tree = await treeWith("actor-exits-early", actor("", "process.exit(0)"));
    const history = await run(tree, oneServer);
    expect(crashReason(history)).to.match(/server s1: thread s1\/1 ended by itself/);
  });

  it("exits when the server's module is imported", async () => {
    const tree = await treeWith("import-exits", { "kvserver/server.js": "process.exit(0)" });
    expect(crashReason(await run(tree, oneServer))).to.match(
      /^server s1: thread s1 ended by itself/,
    );
  });

  it("kills its own process", async () => {
    const tree = await treeWith("kills", client(`process.kill(process.pid, "SIGKILL")`));
    const [start, make, mark, ...rest] = oneGet as [Step, Step, Step, ...Step[]];
    const history = await run(tree, [start, make, mark, { do: "wait", ms: 100 }, ...rest]);
    expect(crashReason(history)).to.contain("killed from outside");
    expect(recordsOf(history, "mark")).to.have.length(1);
  });

  for (const [where, modules] of [
    ["a client", client("for (;;);")],
    ["an import", { "kvclient/client.js": "for (;;);" }],
    ["a thread that prints", client("for (;;) await null;")],
  ] as const) {
    it(`loops for ever in ${where}: stopped at the limit, which says what it was doing`, async () => {
      const tree = await treeWith("loops", modules);
      const history = await run(tree, oneGet, { timeLimitMs: 1_500 });
      expect(history.end).to.deep.include({ how: "timeout" });
      expect(JSON.stringify(history.end)).to.match(/client c/);
      expect(history.durationMs).to.be.within(1_400, 10_000);
    });
  }

  for (const [where, modules] of [
    [
      "a server's thread",
      { "kvserver/server.js": "export class Server { static start() { for (;;); } }" },
    ],
    ["an actor", actor("for (;;);")],
  ] as const) {
    it(`loops for ever in ${where}`, async () => {
      const tree = await treeWith("server-loops", modules);
      const history = await run(tree, oneServer, { timeLimitMs: 2_000 });
      expect(history.end).to.deep.include({ how: "timeout" });
    });
  }

  it("prints gigabytes: stopped", async () => {
    const body = `const { writeSync } = await import("node:fs"); for (;;) try { writeSync(1, "x".repeat(65536)); } catch {}`;
    const history = await run(await treeWith("prints", client(body)), oneGet);
    expect(crashReason(history)).to.contain("printed more than 16 MiB");
    expect(history.output.length).to.be.lessThan(66_000);
  });

  it("prints a little: kept", async () => {
    const tree = await treeWith("talks", client(`console.log("hello"); console.error("there");`));
    const history = await run(tree, [...oneGet, { do: "wait", ms: 300 }]);
    expect(history.output).to.contain("hello").and.to.contain("there");
  });

  it("throws in a handler: the error is a record with its stack, and the run goes on", async () => {
    const body = `this.context.tell(message.replyTo, { value: "1" }); throw new Error("oh no");`;
    const tree = await treeWith("throws", actor(body, "this.context = context;"));
    const history = await run(tree, oneServer);
    expect(recordsOf(history, "query")[0]).to.have.nested.property("outcome.value", "1");
    const [error] = recordsOf(history, "error");
    expect(error).to.include({ server: "s1", message: "oh no" });
    expect(error?.stack).to.contain("query_actor.js");
  });

  it("throws in an actor's constructor: the server has failed, which ends the run", async () => {
    const tree = await treeWith("constructor", actor("", `throw new Error("not today")`));
    const history = await run(tree, oneServer);
    expect(history.end).to.deep.equal({ how: "done" });
    const [, failed] = recordsOf(history, "server");
    expect(failed).to.include({ event: "failed", error: "not today" });
    expect(recordsOf(history, "mark")).to.have.length(0);
  });

  it("leaves a rejection unhandled: reported with its stack", async () => {
    const body = `Promise.reject(new Error("forgotten")); return "1";`;
    const history = await run(await treeWith("rejects", client(body)), [
      ...oneGet,
      { do: "wait", ms: 5_000 },
    ]);
    expect(crashReason(history)).to.match(/^the clients: .*uncaught error.*forgotten.*client\.js/s);
  });

  it("runs out of heap", async () => {
    const body = "const all = []; for (;;) all.push(new Array(1000).fill(all.length));";
    const tree = await treeWith("heap", client(body));
    const history = await run(tree, oneGet, { threadHeapMiB: 64 });
    expect(crashReason(history)).to.contain("ran out of memory");
  });

  it("takes memory outside of the heap", async () => {
    const body =
      "const all = []; for (;;) { all.push(Buffer.alloc(4 << 20, 1)); await new Promise((r) => setTimeout(r, 5)); }";
    const history = await run(await treeWith("buffers", client(body)), oneGet, { memoryMiB: 300 });
    expect(crashReason(history)).to.contain("more than 300 MiB");
  });

  it("leaks handles: nothing waits for them", async () => {
    const body = `setInterval(() => {}, 10); (await import("node:net")).createServer().listen(0); return "1";`;
    const history = await run(await treeWith("leaks", client(body)), oneGet);
    expect(history.end).to.deep.equal({ how: "done" });
  });

  for (const detached of [false, true]) {
    it(`starts a process that outlives it, ${detached ? "in a group of its own" : "in its group"}`, async () => {
      const mark = `stray${randomBytes(8).toString("hex")}`;
      const body = `
        const { spawn } = await import("node:child_process");
        const stray = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000) // ${mark}"],
          { detached: ${detached}, stdio: "inherit" });
        stray.unref();
        return "1";`;
      const history = await run(await treeWith("strays", client(body)), oneGet);
      expect(history.end).to.deep.equal({ how: "done" });
      // It has been killed; on a busy machine it takes a moment until it is gone.
      const endMs = Date.now() + 10_000;
      let left = await processesWith(mark);
      while (left.length > 0 && Date.now() < endMs) left = await processesWith(mark);
      expect(left).to.deep.equal([]);
    });
  }

  it("writes records of its own to the report and to stdout: they do not count", async () => {
    const record = `{"records":[{"type":"mark","atMs":1,"name":"forged"}]}`;
    const body = `
      const { writeSync } = await import("node:fs");
      writeSync(3, 'garbage without an end');
      writeSync(3, '0123456789abcdef ${record}\\n${record}\\n{"outcome":{"end":{"how":"done"}}}\\nmore');
      writeSync(1, '${record}\\n');
      return "1";`;
    const history = await run(await treeWith("forges", client(body)), [
      ...oneGet,
      { do: "mark", name: "after" },
    ]);
    expect(history.end).to.deep.equal({ how: "done" });
    expect(recordsOf(history, "mark").map((mark) => mark.name)).to.deep.equal(["before", "after"]);
  });

  it("closes the report", async () => {
    const body = `(await import("node:fs")).closeSync(3); return "1";`;
    const history = await run(await treeWith("closes", client(body)), oneGet);
    expect(history.end.how).to.not.equal("done");
  });
});
