/**
 * Goal: steps can cut hosts off from each other, restore the network, kill hosts and start them again, with the same
 * outcome in both worlds. Method: hosts that tell when they reach or lose each other.
 */
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import type { HistoryRecord } from "../../../grader/history/history.js";
import type { Step } from "../../../grader/history/scenario.js";
import { PortBlocks } from "../../../grader/run/port_blocks.js";
import { runScenario } from "../../../grader/run/run_scenario.js";
import { SimHere } from "../../../grader/run/simulated/sim_here.js";
import { solutionJs } from "../suite/run_tree.js";
import { steps as kinds, type NetworkStep } from "./network_steps.js";

type Run = (steps: readonly Step<NetworkStep>[]) => Promise<readonly HistoryRecord[]>;

const onThreads: Run = async (steps) => {
  const history = await runScenario(
    { steps, timeLimitMs: 20_000 },
    {
      jsDir: await solutionJs(),
      steps: kinds,
      ports: new PortBlocks(),
      signal: new AbortController().signal,
    },
  );
  expect(history.end).to.deep.equal({ how: "done" });
  return history.records;
};

const simulated: Run = async (steps) => {
  const tree = { treeUrl: pathToFileURL(`${await solutionJs()}/`).href, isolate: false };
  const here = new SimHere(tree, kinds);
  const scenario = { steps, timeLimitMs: 20_000 };
  const job = { scenario, faults: [], timing: {}, detailed: false };
  const outcomes = [];
  for (let seed = 1; seed <= 20; seed++) {
    outcomes.push(await here.run({ ...job, seed }));
  }
  for (const { end } of outcomes) expect(end).to.deep.equal({ how: "done" });
  const [first] = outcomes.map(({ records }) => records);
  for (const { records } of outcomes) expect(told(records)).to.deep.equal(told(first ?? []));
  return first ?? [];
};

/** What the hosts and the network tell; what happens between two waits comes in any order. */
function told(records: readonly HistoryRecord[]): string[][] {
  const stages: string[][] = [[]];
  for (const record of records) {
    if (record.type === "wait") stages.push([]);
    else if (record.type === "mark") stages.at(-1)?.push(record.name);
    else if (record.type === "fault") stages.at(-1)?.push(`${record.what}: ${record.text}`);
  }
  return stages.map((stage) => stage.sort());
}

const join = (host: string): Step<NetworkStep> => ({ do: "join", host });
const connect = (from: string, to: string): Step<NetworkStep> => ({ do: "connect", from, to });
const settle: Step<NetworkStep> = { do: "wait", ms: 50, allowanceMs: 200 };

for (const [world, run] of Object.entries({ "real threads": onThreads, simulation: simulated })) {
  describe(`the network of a run: ${world}`, function () {
    this.timeout(30_000);

    it("is cut between two hosts, in both directions, and nowhere else; and restored", async () => {
      const records = await run([
        ...["s1", "s2", "s3"].map(join),
        ...[connect("s1", "s2"), connect("s2", "s1"), connect("s1", "s3"), settle],
        { do: "cut", one: "s1", other: "s2" },
        settle,
        ...[connect("s1", "s2"), connect("s2", "s1"), connect("s2", "s3"), settle],
        { do: "restore", one: "s2", other: "s1" },
        ...[connect("s1", "s2"), connect("s2", "s1")],
      ]);
      expect(told(records)).to.deep.equal([
        ["s1 reaches s2", "s1 reaches s3", "s2 reaches s1"],
        [
          "partition: s1 and s2 are cut off from each other",
          "s1 loses s2: connection lost",
          "s1 loses s2: connection lost",
          "s2 loses s1: connection lost",
          "s2 loses s1: connection lost",
        ],
        [
          "s1 cannot reach s2: the network is cut",
          "s2 cannot reach s1: the network is cut",
          "s2 reaches s3",
        ],
        ["heal: s2 and s1 can reach each other again", "s1 reaches s2", "s2 reaches s1"],
      ]);
    });

    it("lets a host be killed and started again, and keeps it cut off meanwhile", async () => {
      const records = await run([
        ...["s1", "s2"].map(join),
        ...[connect("s1", "s2"), connect("s2", "s1"), settle],
        { do: "kill", host: "s2" },
        ...[settle, connect("s1", "s2"), settle],
        { do: "cut", one: "s1", other: "s2" },
        ...[join("s2"), connect("s1", "s2"), connect("s2", "s1"), settle],
        { do: "restore", one: "s1", other: "s2" },
        ...[connect("s1", "s2"), connect("s2", "s1")],
      ]);
      expect(told(records)).to.deep.equal([
        ["s1 reaches s2", "s2 reaches s1"],
        ["s1 loses s2: connection lost", "s1 loses s2: connection lost"],
        ["s1 cannot reach s2: nobody listens there (connection refused)"],
        [
          "partition: s1 and s2 are cut off from each other",
          "s1 cannot reach s2: the network is cut",
          "s2 cannot reach s1: the network is cut",
        ],
        ["heal: s1 and s2 can reach each other again", "s1 reaches s2", "s2 reaches s1"],
      ]);
    });
  });
}
