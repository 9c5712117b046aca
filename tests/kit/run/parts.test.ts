/** Goal: the harness's small parts do what they say. Method: each by itself. */
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect } from "chai";
import { Collector } from "../../../grader/run/collector.js";
import { failureOf, valueInWords, isTodo } from "../../../grader/run/failure.js";
import type { HistoryRecord } from "../../../grader/history/history.js";
import { LineReader } from "../../../grader/process/line_reader.js";
import { PortBlocks } from "../../../grader/run/port_blocks.js";
import { PortPlan } from "../../../grader/run/port_plan.js";
import { steps, type Scenario, type Step } from "../../../grader/labs/cmud/steps/index.js";
import { durationOf, threadsOf, traceableValues } from "../../../grader/run/scenario_facts.js";
import { addressOf } from "../../../grader/labs/cmud/steps/addresses.js";
import { SourcePositions } from "../../../grader/run/source_positions.js";
import { kitRoot } from "../../../grader/trees/kit_paths.js";
import { solutionJs } from "../suite/run_tree.js";

const scenario: Scenario = {
  timeLimitMs: 1_000,
  steps: [
    { do: "startServer", server: "s1", actors: 2 },
    {
      do: "parallel",
      branches: [
        [{ do: "startServer", server: "s2", actors: 1 }],
        [
          { do: "wait", ms: 300 },
          { do: "put", at: "s1/0", key: "k", value: "~a.1~" },
        ],
      ],
    },
    { do: "startFake", fake: "f" },
    { do: "newClient", client: "c", routes: ["f", "s1/1", "nobody"] },
    { do: "put", at: "s1/0", key: "k", value: "plain" },
    { do: "paced", everyMs: 10, steps: [scenarioMark("x"), scenarioMark("y"), scenarioMark("z")] },
  ],
};

function scenarioMark(name: string): { do: "mark"; name: string } {
  return { do: "mark", name };
}

describe("the facts of a scenario", () => {
  it("count threads, time and traceable values", () => {
    expect(threadsOf(scenario.steps, steps)).to.equal(2 + 3 + 2);
    expect(durationOf(scenario.steps, steps)).to.equal(320);
    expect([...traceableValues(scenario, steps)]).to.deep.equal(["~a.1~"]);
  });

  it("give everything that is named its ports", () => {
    const plan = new PortPlan(scenario, steps, 20_000);
    expect(plan.size).to.equal(3 + 2 + 1 + 1);
    expect(addressOf("s1/1", plan)).to.equal("localhost:20002");
    expect(plan.addressOf("s2")).to.equal("localhost:20003");
    expect(addressOf("f", plan)).to.equal("localhost:20005");
    expect(addressOf("nobody", plan)).to.equal("localhost:20006");
    expect(plan.nameOf("localhost:20004")).to.equal("s2");
    expect(plan.nameOf("localhost:20007")).to.equal(undefined);
    expect(() => plan.portOf("s9")).to.throw("nothing that is called s9");
  });

  it("give servers the same ports on machines of their own", () => {
    const plan = new PortPlan(scenario, steps, 20_000, ["fd00::5"]);
    expect(plan.size).to.equal(1 + 1);
    expect(addressOf("s1/1", plan)).to.equal("[fd00::5]:20002");
    expect(plan.addressesOf("s2")).to.deep.equal(["s2:20000", "s2:20001"]);
    expect(addressOf("f", plan)).to.equal("localhost:20000");
    expect(plan.nameOf("s2:20001")).to.equal("s2");
    expect(plan.nameOf("s2:20002")).to.equal(undefined);
    expect(plan.nameOf("localhost:20001")).to.equal("nobody");
    expect([plan.machineOf("s1"), plan.machineOf("f")]).to.deep.equal(["fd00::5", "localhost"]);
  });
});

describe("the collector", () => {
  function collect(maxRecords: number, events: object[]): [HistoryRecord[], Collector] {
    const records: HistoryRecord[] = [];
    const plan = new PortPlan(scenario, steps, 20_000);
    const keep = (record: HistoryRecord): unknown => records.push(record);
    const collector = new Collector({ scenario, steps, plan, originMs: 100, keep, maxRecords });
    for (const event of events) collector.take({ host: "test/s1", atMs: 105, type: "?", ...event });
    return [records, collector];
  }
  const tell = {
    ...{ type: "tell", from: "localhost:20000/1", to: "localhost:20003/1", bytes: 9 },
    text: `{"a":"~a.1~","b":"~other~","c":"~a.1~"}`,
  };

  it("finds the scenario's values in messages, as often as they occur", () => {
    const [[record]] = collect(99, [tell]);
    expect(record).to.deep.include({ server: "s1", toServer: "s2", values: ["~a.1~", "~a.1~"] });
    expect(record).to.include({ atMs: 5 }).and.to.not.have.property("text");
  });

  it("drops what is too much, and counts it", () => {
    const [records, collector] = collect(4, [tell, tell, tell]);
    expect(records).to.have.length(2);
    expect(collector.dropped).to.equal(1);
  });

  it("does not keep messages in memory because of the values and beginnings that it keeps", () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage = runInNewContext("gc") as () => void;
    const heapMiB = (): number => {
      collectGarbage();
      return process.memoryUsage().heapUsed / 2 ** 20;
    };
    const before = heapMiB();
    const records: HistoryRecord[] = [];
    const plan = new PortPlan(scenario, steps, 20_000);
    const keep = (record: HistoryRecord): unknown => records.push(record);
    const value = "~long-enough-to-be-a-part-of-a-text.1~";
    const put: Step = { do: "put", at: "s1/0", key: "k", value };
    const putting = { ...scenario, steps: [...scenario.steps, put] };
    const options = { scenario: putting, steps, plan, originMs: 100, keep, detailed: true };
    const collector = new Collector(options);
    for (let i = 0; i < 20; i++) {
      const text = Buffer.from(`${i} ${value}`.padEnd(4_000_000)).toString();
      collector.take({ host: "test/s1", atMs: 105, ...tell, text });
    }
    expect(records).to.have.length(20);
    expect(heapMiB() - before, "80 MB of messages").to.be.lessThan(20);
  });

  it("keeps the faults of a simulated world, with the scenario's values in the texts concerned", () => {
    const lost = { type: "fault", what: "dropped", text: "a text was lost", servers: ["s1", "s2"] };
    const heal = { type: "fault", what: "heal", text: "all is well again", servers: [] };
    const [records] = collect(99, [{ ...lost, packet: tell.text }, heal]);
    expect(records).to.deep.equal([
      { ...lost, atMs: 5, values: ["~a.1~", "~a.1~"] },
      { ...heal, atMs: 5 },
    ]);
  });

  it("tells the lives of children, and what was decided about their failures", () => {
    const actor = "localhost:20000/1000000001";
    const parent = "localhost:20000/1";
    const started = { type: "actorStarted", actor, name: "Child", parent };
    const failure = { type: "actorError", actor, message: "ouch", directive: "restart" };
    const [records] = collect(99, [
      { type: "actorStarted", actor: parent, name: "Parent" },
      ...[started, failure, { type: "actorRestarted", actor, reason: "ouch" }],
      { type: "actorStopped", actor },
    ]);
    const child = { type: "actor", atMs: 5, server: "s1", actor };
    expect(records).to.deep.equal([
      { ...child, event: "started", name: "Child", parent },
      { ...child, type: "error", message: "ouch", directive: "restart" },
      { ...child, event: "restarted", reason: "ouch" },
      { ...child, event: "stopped" },
    ]);
  });

  it("joins the start and the end of a query, and forgets none that are under way", () => {
    const facts = { type: "query", method: "get", client: "c", at: "s1/0", key: "k" };
    const rest = { outcome: { ok: true, value: null } };
    const [records] = collect(99, [
      { type: "began", id: 1, facts },
      { type: "began", id: 2, facts, atMs: 107 },
      { type: "ended", id: 2, rest, atMs: 109 },
      { type: "unknown to everybody" },
    ]);
    expect(records).to.deep.equal([{ ...facts, startMs: 7, endMs: 9, ...rest }]);
  });
});

describe("small parts of the harness", function () {
  this.timeout(60_000);

  it("cut a stream into lines, whatever its chunks, and drop lines that are too long", () => {
    const lines: string[] = [];
    const reader = new LineReader((line) => lines.push(line), 8);
    const bytes = Buffer.from("één\n\nmuch too long a line\nend\nrest");
    for (let at = 0; at < bytes.length; at += 3) reader.push(bytes.subarray(at, at + 3));
    expect(lines).to.deep.equal(["één", "", "end"]);
  });

  it("put the positions in TypeScript files into stacks", async () => {
    const jsDir = await solutionJs();
    const positions = new SourcePositions(jsDir);
    const mapped = positions.map(
      `at f (file://${jsDir}/kvserver/server.js:5:3)\nat g (/else/x.js:1:2)`,
    );
    const file = join(kitRoot, "solution", "kvserver", "server.ts");
    expect(mapped).to.match(
      new RegExp(`^at f \\(${file}:\\d+:\\d+\\)\nat g \\(/else/x.js:1:2\\)$`),
    );
    expect(positions.map(`file://${jsDir}/none.js:1:1`)).to.contain("none.js:1:1");
  });

  it("tell a TODO by its text, and describe what was thrown", () => {
    expect(isTodo("query.get: TODO(final): write it")).to.equal(true);
    expect(isTodo("todo: TODO later")).to.equal(false);
    expect(failureOf(7)).to.deep.include({
      message: "threw 7, which is not an Error",
      todo: false,
    });
    const cause = new Error("the server is gone");
    cause.cause = cause;
    const failure = failureOf(new Error("no reply", { cause }));
    expect(failure.message).to.equal("no reply (the server is gone)");
    expect(failureOf(new Error("cannot listen on port 7: already in use; x")).portInUse).to.equal(
      true,
    );
    expect(valueInWords(new Map([[1, 2]]))).to.equal("a Map of 1");
    expect(valueInWords(Symbol("s"))).to.equal("a symbol");
  });

  it("hand out blocks of ports that do not overlap and are free", async () => {
    const ports = new PortBlocks();
    const blocks = await Promise.all([5, 1, 9, 3].map((size) => ports.acquire(size)));
    const all = blocks.flatMap(({ basePort, size }) =>
      Array.from({ length: size }, (_, i) => basePort + i),
    );
    expect(new Set(all).size).to.equal(18);
    expect(Math.max(...all)).to.be.lessThan(32_768);
    const server = createServer().listen(all[0], "127.0.0.1");
    await once(server, "listening");
    server.close();
  });
});
