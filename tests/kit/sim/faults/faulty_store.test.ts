/**
 * Goal: runs with faults can be repeated, and whole servers live with the faults that their links can hide. Method: the
 * real solution's servers and clients, two servers of two query actors each, 200 ms apart.
 */
import { expect } from "chai";
import { parseFaults } from "../../../../grader/sim/faults/fault_syntax.js";
import { Simulation } from "../../../../grader/sim/simulation.js";
import {
  runStoreWorkload,
  solutionSeam,
  startServers,
  type WorkloadResult,
} from "../store_workload.js";
import { Client } from "#solution/kvclient/client.js";
import { fixedRouter } from "#solution/kvclient/query_router.js";

const run = (seed: number, faults: string): Promise<WorkloadResult> =>
  runStoreWorkload(seed, 2_000, { faults: parseFaults(faults) });

const everything =
  "jitter=50ms,drop=0.05,duplicate=0.1,reorder=0.5,partition=s6000|s6010@1s..2s,slow=s6000/0:30ms," +
  "skew=s6010:50ms,step-back=s6000:200ms@1s,frozen-clock=20ms";

describe("the solution's store in a world with faults", function () {
  this.timeout(60_000);

  it("goes the same way for the same seed and faults, and another way for others", async () => {
    const first = await run(1, everything);
    expect(first.puts).to.be.greaterThan(50);
    for (const what of ["dropped", "duplicated", "reordered", "partition", "heal", "clock"]) {
      expect(first.trace).to.contain(`"type":"fault","what":"${what}"`);
    }
    const second = await run(1, everything);
    expect(second.trace === first.trace, "the same trace").to.equal(true);
    expect(second.events).to.equal(first.events);
    const others = [await run(2, everything), await run(1, "drop=0.05"), await run(1, "")];
    for (const other of others) expect(other.trace === first.trace).to.equal(false);
  });

  it("goes the same way whether anybody watches or not", async () => {
    const watched = await run(1, everything);
    const alone = await runStoreWorkload(1, 2_000, {
      faults: parseFaults(everything),
      watched: false,
    });
    expect(alone).to.deep.equal({ ...watched, trace: "" });
  });

  it("goes as without faults when they concern nothing: rules draw no numbers but their own", async () => {
    const idle = await run(1, "jitter=0ms,drop=0,duplicate=0,reorder=0,slow=s9:100ms");
    const plain = await runStoreWorkload(1, 2_000);
    expect(idle.trace === plain.trace).to.equal(true);
    expect(idle.events).to.equal(plain.events);
  });

  const harmless = [
    "jitter=200ms",
    "partition=s6000|s6010@500ms..2s",
    "skew=s6010:500ms,frozen-clock=40ms",
    "step-back=s6000:300ms@1s",
    "slow=s6010:100ms",
  ];
  for (const faults of harmless) {
    it(`comes to agree with ${faults}`, async () => {
      for (let seed = 1; seed <= 3; seed++) {
        const { lists } = await run(seed, faults);
        expect(lists[0]).to.have.length.greaterThan(5);
        for (const list of lists) expect(list, `seed ${seed}`).to.deep.equal(lists[0]);
      }
    });
  }

  it("is slow at the query actor that is named by its index, and at no other", async () => {
    for (const index of [0, 1]) {
      const simulation = new Simulation({
        seed: 1,
        seam: await solutionSeam(),
        faults: [{ fault: "slow", who: `s6000/${index}`, byMs: 100 }],
      });
      const tookMs = await simulation.run(async (platform) => {
        await startServers(platform);
        const times: number[] = [];
        for (const port of [6_001, 6_002]) {
          const client = new Client(fixedRouter(`localhost:${port}`));
          await client.put("key", "value");
          const startMs = platform.monotonicNow();
          await client.get("key");
          times.push(Math.floor((platform.monotonicNow() - startMs) / 100) * 100);
        }
        return times;
      });
      expect(tookMs).to.deep.equal(index === 0 ? [100, 0] : [0, 100]);
    }
  });

  it("does not agree when the servers stay apart", async () => {
    const { lists } = await run(1, "partition=s6000|s6010@1s..1000s");
    expect(lists[1], "within a server").to.deep.equal(lists[0]);
    expect(lists[2], "between them").to.not.deep.equal(lists[0]);
  });
});
