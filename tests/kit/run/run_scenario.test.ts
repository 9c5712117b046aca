/**
 * Goal: a scenario's steps do what they say, and its process comes and goes as it should.
 * Method: scenarios on the solution.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { expect } from "chai";
import { PortBlocks } from "../../../grader/run/port_blocks.js";
import type { Step } from "../../../grader/labs/cmud/steps/index.js";
import { processesWith, recordsOf, run, solutionJs } from "../suite/run_tree.js";

const twoServers: Step[] = [
  { do: "startServer", server: "s1", actors: 2 },
  { do: "startServer", server: "s2", actors: 1 },
];

async function listen(port: number): Promise<Server> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/** A source of ports whose first blocks have a port that is taken. */
class BusyPorts extends PortBlocks {
  readonly blockers: Server[] = [];
  constructor(private busy: number) {
    super();
  }
  override async acquire(size: number): ReturnType<PortBlocks["acquire"]> {
    const block = await super.acquire(size);
    if (this.busy-- > 0) this.blockers.push(await listen(block.basePort + size - 1));
    return block;
  }
}

describe("a scenario", function () {
  this.timeout(60_000);
  let tree = "";
  before(async () => {
    tree = await solutionJs();
  });

  it("runs servers, queries, counters and latency", async () => {
    const history = await run(
      tree,
      [
        ...twoServers,
        { do: "put", at: "s1/0", key: "a", value: "~v~" },
        { do: "get", at: "s1/0", key: "a" },
        { do: "get", at: "s1/0", key: "none", raw: true },
        { do: "wait", ms: 1_500 },
        { do: "list", at: "s2/0", prefix: "" },
        { do: "stats", name: "end" },
        { do: "closeServer", server: "s2" },
        { do: "get", at: "s2/0", key: "a" },
      ],
      { latencyMs: 100 },
    );
    expect(history.end).to.deep.equal({ how: "done" });
    const [put, get, none, list, late] = recordsOf(history, "query");
    expect(put).to.deep.include({ at: "s1/0", client: "c", value: "~v~", outcome: { ok: true } });
    expect(get?.outcome).to.deep.equal({ ok: true, value: "~v~" });
    expect(none?.outcome).to.deep.equal({ ok: true, value: null });
    expect(list?.outcome).to.deep.equal({ ok: true, entries: { a: "~v~" } });
    expect(late?.outcome.ok).to.equal(false);
    expect(
      recordsOf(history, "stats").map((record) => [record.server, record.stats.actors]),
    ).to.have.deep.members([
      ["s1", 2],
      ["s2", 1],
    ]);
    const told = recordsOf(history, "tell").filter((tell) => tell.values.includes("~v~"));
    expect(new Set(told.map((tell) => `${tell.server}-${tell.toServer}`))).to.include.keys(
      "s1-s1",
      "s1-s2",
    );
  });

  it("plays query servers, and starts them again where they were", async () => {
    const history = await run(tree, [
      { do: "startFake", fake: "f", entries: { b: "2", "9": "nine", "10": "ten" }, delayMs: 30 },
      { do: "newClient", client: "c", routes: ["f"] },
      { do: "call", client: "c", method: "put", key: "a", value: "1" },
      { do: "call", client: "c", method: "list", prefix: "" },
      { do: "stopFake", fake: "f" },
      { do: "call", client: "c", method: "get", key: "a" },
      { do: "startFake", fake: "f", error: "closed today" },
      { do: "call", client: "c", method: "get", key: "a" },
      { do: "newClient", client: "lost", routes: ["nobody"] },
      { do: "call", client: "lost", method: "get", key: "a" },
      { do: "call", client: "unknown", method: "get", key: "a" },
    ]);
    const outcomes = recordsOf(history, "query").map(({ outcome }) => outcome);
    expect(outcomes[0]).to.deep.equal({ ok: true });
    expect(outcomes[1]).to.deep.include({ keys: ["10", "9", "a", "b"] });
    const errors = outcomes.slice(2).map((outcome) => (outcome.ok ? "" : outcome.error));
    expect(errors[0]).to.match(/./);
    expect(errors[1]).to.contain("closed today");
    expect(errors[2]).to.contain("cannot reach");
    expect(errors[3]).to.contain("makes no client unknown");
    expect(recordsOf(history, "fakeRpc").map((rpc) => rpc.method)).to.deep.equal([
      "query.put",
      "query.list",
      "query.get",
    ]);
    expect(recordsOf(history, "query")[0]).to.satisfy(
      (query: { startMs: number; endMs: number }) => query.endMs - query.startMs >= 29,
    );
  });

  it("uses mailboxes, and reports a pop that waited when it ends", async () => {
    const history = await run(tree, [
      { do: "newMailbox", mailbox: "m" },
      { do: "push", mailbox: "m", values: [1, 2] },
      { do: "pop", mailbox: "m", count: 9, withinMs: 50 },
      { do: "push", mailbox: "m", values: [3] },
      { do: "closeMailbox", mailbox: "m" },
      { do: "pop", mailbox: "m", count: 2 },
    ]);
    const seen = history.records.flatMap((record) =>
      record.type === "pop" || record.type === "popResult"
        ? [`${record.type} ${record.outcome.got}`]
        : [],
    );
    expect(seen).to.deep.equal([
      ...["pop value", "pop value", "pop waiting", "popResult value"],
      ...["pop closed", "pop closed"],
    ]);
  });

  it("lets actors of bare systems tell each other", async () => {
    const history = await run(
      tree,
      [
        { do: "startSystem", system: "a" },
        { do: "startSystem", system: "b" },
        { do: "tellRemote", from: "a", to: "b", messages: ["x", "y"] },
        { do: "wait", ms: 1_000 },
      ],
      { latencyMs: 50 },
    );
    const received = recordsOf(history, "received");
    expect(received.map(({ system, message }) => `${system} ${message}`)).to.deep.equal([
      "b x",
      "b y",
    ]);
    const [told] = recordsOf(history, "tell");
    expect((received[0]?.atMs ?? 0) - (told?.atMs ?? 0)).to.be.at.least(49);
  });

  it("paces steps by the clock, not by their length", async () => {
    const steps = Array.from({ length: 20 }, (_, i): Step => ({ do: "mark", name: String(i) }));
    const history = await run(tree, [{ do: "paced", everyMs: 20, steps }]);
    const marks = recordsOf(history, "mark").map((mark) => mark.atMs);
    expect((marks.at(-1) ?? 0) - (marks[0] ?? 0)).to.be.within(375, 450);
  });

  it("tries other ports when one is taken meanwhile", async () => {
    const ports = new BusyPorts(2);
    const history = await run(tree, [{ do: "startServer", server: "s1", actors: 1 }], { ports });
    for (const blocker of ports.blockers) blocker.close();
    expect(recordsOf(history, "server").map((record) => record.event)).to.deep.equal([
      "starting",
      "started",
    ]);
  });

  it("gives up after three tries, and says so in the history", async () => {
    const ports = new BusyPorts(9);
    const history = await run(tree, [{ do: "startServer", server: "s1", actors: 1 }], { ports });
    for (const blocker of ports.blockers) blocker.close();
    expect(ports.blockers).to.have.length(3);
    expect(recordsOf(history, "server")[1]?.error).to.match(/already in use/);
  });

  it("is the grader's error, and not the tree's, when it makes no sense", async () => {
    for (const step of [
      { do: "get", at: "s9/0", key: "a" },
      { do: "tellRemote", from: "x", to: "y", messages: [] },
    ] satisfies Step[]) {
      const error: unknown = await run(tree, [step]).catch((reason: unknown) => reason);
      expect(error)
        .to.be.an("error")
        .with.property("message")
        .that.matches(/^the harness failed/);
    }
  });

  it("stops at once when it is aborted", async () => {
    const stop = new AbortController();
    const running = run(tree, [...twoServers, { do: "wait", ms: 15_000 }], { signal: stop.signal });
    setTimeout(() => {
      stop.abort(new Error("enough"));
    }, 1_000);
    const startMs = performance.now();
    const error: unknown = await running.catch((reason: unknown) => reason);
    expect(error).to.be.an("error").with.property("message", "enough");
    expect(performance.now() - startMs).to.be.lessThan(5_000);
  });

  it("runs in this process when asked to", async () => {
    const history = await run(tree, [...twoServers, { do: "get", at: "s1/0", key: "a" }], {
      inProcess: true,
    });
    expect(history.end).to.deep.equal({ how: "done" });
    expect(recordsOf(history, "query")).to.have.length(1);
  });

  it("ends with its parent", async function () {
    if (process.platform !== "linux") this.skip();
    const script = new URL("./parent_main.js", import.meta.url).pathname;
    const parent = spawn(process.execPath, [script, tree], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(line.toString());
    expect(await processesWith("child_main.js")).to.include(pid);
    parent.kill("SIGKILL");
    const deadline = performance.now() + 5_000;
    while ((await processesWith("child_main.js")).includes(pid)) {
      expect(performance.now()).to.be.lessThan(deadline);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
});
