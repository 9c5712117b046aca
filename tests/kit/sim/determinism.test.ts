/**
 * The same seed gives the same run, byte for byte, for the real solution: two servers of two query actors each, 200 ms
 * apart, with a client at every actor. Whether modules are loaded for the first time or come from Node's cache (as from
 * the second run on) must make no difference.
 */
import { expect } from "chai";
import { runStoreWorkload } from "./store_workload.js";

describe("a simulation of the solution's servers and clients", function () {
  this.timeout(60_000);

  it("goes the same way for the same seed, and another way for another", async () => {
    const first = await runStoreWorkload(1, 4_000);
    const second = await runStoreWorkload(1, 4_000);
    const other = await runStoreWorkload(2, 4_000);
    expect(first.puts).to.be.greaterThan(100);
    expect(first.trace.length).to.be.greaterThan(10_000);
    expect(second.trace === first.trace, "the same trace for the same seed").to.equal(true);
    expect(second.events).to.equal(first.events);
    expect(other.trace === first.trace, "the same trace for another seed").to.equal(false);
  });

  it("ends with all query actors showing the same, for every seed", async () => {
    for (let seed = 10; seed < 30; seed++) {
      const { lists } = await runStoreWorkload(seed, 1_000);
      expect(lists).to.have.length(4);
      expect(lists[0]).to.have.length.greaterThan(5);
      for (const list of lists) expect(list, `seed ${seed}`).to.deep.equal(lists[0]);
    }
  });

  it("does both with actors and threads that are slow, too", async () => {
    const timing = { messageUs: [100, 5_000], stallUs: [5_000, 50_000] } as const;
    for (let seed = 30; seed < 35; seed++) {
      const first = await runStoreWorkload(seed, 1_000, { timing });
      const second = await runStoreWorkload(seed, 1_000, { timing });
      expect(second.trace === first.trace, `seed ${seed}`).to.equal(true);
      for (const list of first.lists) expect(list, `seed ${seed}`).to.deep.equal(first.lists[0]);
    }
  });

  it("is not moved by what else the machine has to do", async () => {
    const quiet = await runStoreWorkload(3, 1_000);
    let busy = true;
    const disturb = (): void => {
      const untilMs = performance.now() + Math.random() * 3;
      while (performance.now() < untilMs);
      if (busy) setTimeout(disturb, Math.random() * 2);
    };
    disturb();
    const loud = await runStoreWorkload(3, 1_000);
    busy = false;
    expect(loud.trace === quiet.trace).to.equal(true);
  });
});
