/**
 * Goal: what a picture concludes from a history is right for histories that the harness records. Method: simulated runs of
 * the solution, in which it is known what its messages look like and which ones the network lost.
 */
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { steps, type Scenario, type Step } from "../../../grader/labs/cmud/steps/index.js";
import { picture } from "../../../grader/labs/cmud/picture.js";
import { buildModel } from "../../../grader/picture/model/build_model.js";
import type { Message, PictureModel } from "../../../grader/picture/page/model.js";
import type { FaultSpec } from "../../../grader/sim/faults/fault_spec.js";
import { loadSeam } from "../../../grader/sim/seam.js";
import { simulate } from "../../../grader/run/simulated/simulate.js";
import { solutionJs } from "../suite/run_tree.js";

const queries = Array.from({ length: 24 }, (_, i): Step => {
  const where = { at: `s${1 + (i % 2)}/${(i >> 1) % 2}`, key: `k${i % 5}` } as const;
  return i % 4 === 3 ? { do: "get", ...where } : { do: "put", ...where, value: `~v${i}~` };
});

const scenario: Scenario = {
  timeLimitMs: 20_000,
  latencyMs: 100,
  steps: [
    { do: "startServer", server: "s1", actors: 2 },
    { do: "startServer", server: "s2", actors: 2 },
    { do: "paced", everyMs: 60, steps: queries },
    { do: "wait", ms: 1_000 },
    { do: "list", at: "s2/0", prefix: "" },
  ],
};

async function pictureOf(faults: readonly FaultSpec[]): Promise<PictureModel> {
  const treeUrl = pathToFileURL(`${await solutionJs()}/`).href;
  const job = { scenario, seed: 5, faults, timing: {}, detailed: true };
  const { records, end, durationMs, simulated } = await simulate(job, {
    treeUrl,
    steps,
    seam: await loadSeam(treeUrl),
    isolate: false,
  });
  return buildModel(
    {
      ...{ title: "a run", tree: "solution", message: undefined, replay: "" },
      ...{ history: { records, end, output: "", durationMs, simulated } },
      ...{ findings: [], snapshots: [] },
    },
    { picture },
    4_000,
  );
}

const messagesOf = ({ events }: PictureModel): Message[] =>
  events.filter((event): event is Message => event.type === "message");

describe("a picture of a simulated run", function () {
  this.timeout(30_000);

  it("shows an arrow for each message, and knows queries and timers apart", async () => {
    const model = await pictureOf([]);
    const messages = messagesOf(model);
    expect(messages.length).to.be.greaterThan(50);
    expect(new Set(messages.map(({ fate }) => fate))).to.deep.equal(new Set(["arrived"]));
    for (const { lane, toLane, atMs, endMs } of messages) {
      const local = model.lanes[lane]?.server === model.lanes[toLane]?.server;
      expect(endMs - atMs).to.be.within(local ? 0 : 100, local ? 20 : 130);
    }
    const answered = model.events.filter(({ type }) => type === "request");
    expect(answered.map(({ records }) => records.length)).to.deep.equal(answered.map(() => 2));
    const own = model.events.flatMap((e) => (e.type === "own" ? [model.texts[e.text] ?? ""] : []));
    for (const text of own) expect(text).to.match(/^\{"type":"(syncTick|meet)"/);
    expect(model.lanes.filter(({ kind }) => kind === "actor").map(({ uid }) => uid)).to.deep.equal([
      ...["localhost:6000/1", "localhost:6000/2", "localhost:6003/1", "localhost:6003/2"],
    ]);
  });

  it("says of each lost message that the network dropped it, and repeats what arrived twice", async () => {
    const model = await pictureOf([
      { fault: "drop", probability: 0.2 },
      { fault: "duplicate", probability: 0.2 },
    ]);
    const messages = messagesOf(model);
    const lost = messages.filter(({ fate }) => fate === "lost");
    expect(lost).to.not.have.length(0);
    for (const { why } of lost) expect(why).to.match(/^dropped: a text from .* was lost/);
    const noted = model.events.filter((e) => e.type === "note" && e.words.startsWith("dropped"));
    expect(lost.length).to.be.at.most(noted.length);
    expect(messages.filter(({ copy }) => copy)).to.not.have.length(0);
  });
});
