/** Goal: scenarios run in simulation as they run on real threads. Method: scenarios on a simulated platform. */
import { expect } from "chai";
import { Collector } from "../../../grader/run/collector.js";
import type { HistoryRecord } from "../../../grader/history/history.js";
import { PortPlan } from "../../../grader/run/port_plan.js";
import { steps as kinds, type Scenario } from "../../../grader/labs/cmud/steps/index.js";
import { ScenarioRun, type RunOutcome } from "../../../grader/run/scenario_run.js";
import { treeOn } from "../../../grader/run/staged_tree.js";
import type { FaultSpec } from "../../../grader/sim/faults/fault_spec.js";
import { loadSeam } from "../../../grader/sim/seam.js";
import { Simulation } from "../../../grader/sim/simulation.js";
import { pathToFileURL } from "node:url";
import { solutionJs } from "../suite/run_tree.js";

const storeSteps: Scenario["steps"] = [
  { do: "startServer", server: "s1", actors: 2 },
  { do: "startServer", server: "s2", actors: 2 },
  { do: "put", at: "s1/0", key: "a", value: "~v~" },
  { do: "put", at: "s2/1", key: "b", value: "~w~", raw: true },
  { do: "wait", ms: 2_000 },
  { do: "list", at: "s2/0", prefix: "" },
  { do: "stats", name: "end" },
];

async function simulate(
  seed: number,
  faults: readonly FaultSpec[] = [],
  steps: Scenario["steps"] = storeSteps,
): Promise<{ outcome: RunOutcome; records: HistoryRecord[] }> {
  const treeUrl = pathToFileURL(`${await solutionJs()}/`).href;
  const scenario: Scenario = { timeLimitMs: 20_000, latencyMs: 200, steps };
  const plan = new PortPlan(scenario, kinds, 6_000);
  const records: HistoryRecord[] = [];
  const startMs = Date.UTC(2026, 0, 1);
  const collector = new Collector({
    scenario,
    steps: kinds,
    plan,
    originMs: startMs,
    keep: (record) => records.push(record),
  });
  const simulation = new Simulation({
    seed,
    seam: await loadSeam(treeUrl),
    startMs,
    faults,
    trace: (event) => {
      collector.take(event);
    },
  });
  const outcome = await simulation.run(async (platform) => {
    const tree = treeOn(treeUrl, platform);
    const run = new ScenarioRun({
      scenario,
      steps: kinds,
      tree,
      plan,
      limited: true,
      allowances: false,
    });
    const ended = await run.run();
    await run.close();
    return ended;
  });
  return { outcome, records };
}

describe("a scenario in simulation", function () {
  this.timeout(30_000);

  it("does what it does on real threads, and the same again for the same seed", async () => {
    const first = await simulate(7);
    expect(first.outcome.end).to.deep.equal({ how: "done" });
    const [list] = first.records.filter(
      (record) => record.type === "query" && record.method === "list",
    );
    expect(list)
      .to.have.nested.property("outcome.entries")
      .that.deep.equals({ a: "~v~", b: "~w~" });
    expect((await simulate(7)).records).to.deep.equal(first.records);
    expect((await simulate(8)).records).to.not.deep.equal(first.records);
  });

  it("meets the faults that it is given, and finds its values in what they concern", async () => {
    const { outcome, records } = await simulate(7, [
      { fault: "drop", probability: 1 },
      { fault: "skew", server: "s1", byMs: 50 },
    ]);
    expect(outcome.end).to.deep.equal({ how: "done" });
    const faults = records.filter((record) => record.type === "fault");
    expect(faults[0]).to.deep.equal({
      type: "fault",
      what: "clock",
      atMs: 0,
      text: "s1's clock is 50 ms ahead",
      servers: ["s1"],
    });
    const lost = faults.filter(({ what }) => what === "dropped");
    expect(new Set(lost.flatMap(({ values }) => values ?? []))).to.deep.equal(new Set(["~w~"]));
    expect(lost[0]?.text).to.match(/^a text from s\d to s\d was lost \(drop=1\)$/);
    const [list] = records.filter((record) => record.type === "query" && record.method === "list");
    expect(list).to.have.nested.property("outcome.entries").that.deep.equals({ b: "~w~" });
  });

  it("goes on without a server that was killed, which can be started again", async () => {
    const { outcome, records } = await simulate(
      7,
      [{ fault: "crash", server: "s2", atMs: 1_000 }],
      [
        { do: "startServer", server: "s1", actors: 1 },
        { do: "startServer", server: "s2", actors: 1 },
        { do: "put", at: "s2/0", key: "early", value: "~v~" },
        { do: "wait", ms: 2_000 },
        { do: "put", at: "s2/0", key: "late", value: "~w~" },
        { do: "stats", name: "without s2" },
        { do: "latency", ms: 100 },
        { do: "closeServer", server: "s2" },
        { do: "startServer", server: "s2", actors: 1, remotes: ["s1"] },
        { do: "wait", ms: 2_000 },
        { do: "list", at: "s2/0", prefix: "" },
        { do: "closeServer", server: "s2" },
      ],
    );
    expect(outcome).to.deep.equal({ end: { how: "done" }, portInUse: false });
    const seen = records.flatMap((record) => {
      switch (record.type) {
        case "server":
          return [`${record.server} ${record.event}`];
        case "fault":
          return [`${record.what} of ${record.servers.join()}`];
        case "query":
          return [`${record.method} ${record.outcome.ok ? "done" : "failed"}`];
        case "stats":
          return [`stats of ${record.server}`];
        default:
          return [];
      }
    });
    expect(seen).to.deep.equal([
      ...["s1 starting", "s1 started", "s2 starting", "s2 started", "put done", "crash of s2"],
      ...["put failed", "stats of s1", "s2 starting", "s2 started", "list done", "s2 closed"],
    ]);
    const [list] = records.filter((record) => record.type === "query" && record.method === "list");
    expect(list).to.have.nested.property("outcome.entries").that.deep.equals({ early: "~v~" });
  });

  it("goes on when a server is killed while it starts, or was not there to be killed", async () => {
    for (let atMs = 0; atMs <= 120; atMs += 5) {
      const { outcome } = await simulate(
        7,
        [{ fault: "crash", server: "s1", atMs }],
        [
          { do: "startServer", server: "s1", actors: 2 },
          { do: "stats", name: "s" },
        ],
      );
      expect(outcome.end, `at ${atMs} ms`).to.deep.equal({ how: "done" });
    }
  });
});
