/**
 * Goal: the sync strategy converges however messages interleave, as long as they keep their order from each sender to
 * each receiver, and it keeps to its limits meanwhile. Method: query actors alone, in a world that delays every message
 * and every timer at random.
 */
import { expect } from "chai";
import { SyncWorld } from "./sync_world.js";

describe("the sync strategy", function () {
  this.timeout(120_000);

  it("comes to the same state everywhere and sends no Put twice to a server, while servers join", () => {
    for (let seed = 0; seed < 60; seed++) {
      const world = new SyncWorld(seed);
      world.run({ servers: 4, joinEveryMs: 300, puts: 400, keys: 40, withinMs: 1_500 });
      const [first = "", ...others] = world.lists();
      expect(JSON.parse(first), `seed ${seed}`).to.have.length(world.keysPut);
      for (const list of others) expect(list, `seed ${seed}`).to.equal(first);
      expect(world.sentTwice(), `seed ${seed}`).to.deep.equal([]);
    }
  });

  it("sends at most ten messages in any second from one actor to another, also while servers join", () => {
    for (let seed = 0; seed < 10; seed++) {
      const world = new SyncWorld(seed);
      world.run({ servers: 5, joinEveryMs: 0, puts: 1_000, keys: 500, withinMs: 3_000 });
      expect(world.mostInASecond(), `seed ${seed}`).to.be.at.most(10);
    }
  });

  it("sends nothing more once all is told", () => {
    const world = new SyncWorld(1);
    world.run({ servers: 3, joinEveryMs: 300, puts: 100, keys: 10, withinMs: 1_000 });
    expect(world.lastTellMs).to.be.lessThan(5_000);
  });

  it("sends a server that was started again all it had lost, and no Put twice from then on", () => {
    const world = new SyncWorld(2);
    world.run({ servers: 2, joinEveryMs: 300, puts: 100, keys: 10, withinMs: 1_000 });
    world.restart(1);
    world.run({ servers: 0, joinEveryMs: 0, puts: 100, keys: 10, withinMs: 1_000 });
    const [first, ...others] = world.lists();
    for (const list of others) expect(list).to.equal(first);
    expect(world.sentTwice()).to.deep.equal([]);
  });
});
