/**
 * Goal: threads and actors that stall bring messages of different senders in other orders, and hold up nothing by more
 * than a bound. Method: hosts that get texts and set timers all the time, and the messages of a busy actor.
 */
import { expect } from "chai";
import { Random } from "../../../grader/sim/random.js";
import { Allowance } from "../../../grader/sim/stalls.js";
import type { Platform } from "../../../starter/platform/platform.js";
import { linkBetween, simulate } from "./faults/fault_world.js";
import { sleep } from "../platform_contract/steps.js";

/** All stalls within half a second, as the right programs with the least time to spare take for a Put, in milliseconds. */
const boundMs = 50 + 0.05 * 500;

describe("stalls", () => {
  const timing = { stallUs: [5_000, 50_000] } as const;

  /** What reaches `to` in a second, as `source number`, and by how much the latest is late. */
  async function arrivalsAt(to: string, seed: number, stalls: boolean) {
    const simulation = simulate({ seed, ...(stalls ? { timing } : {}) });
    return await simulation.run(async (platform) => {
      const seen: string[] = [];
      let latestMs = 0;
      const take = (name: string, dueMs: number): void => {
        seen.push(name);
        latestMs = Math.max(latestMs, platform.monotonicNow() - dueMs);
      };
      const links = await Promise.all(
        ["main/s8", "main/s9"].map((from) => linkBetween(simulation, from, to, 0)),
      );
      for (const { accepted } of links) {
        accepted.onMessage((text) => {
          const { name, sentMs } = JSON.parse(text) as { name: string; sentMs: number };
          take(name, sentMs);
        });
      }
      for (let n = 0; n < 500; n++) {
        await sleep(platform, 2);
        const nowMs = platform.monotonicNow();
        simulation.host(to).after(1, () => {
          take(`timer ${n}`, nowMs + 1);
        });
        links.forEach(({ dialled }, i) => {
          dialled.send(JSON.stringify({ name: `link${i} ${n}`, sentMs: nowMs }));
        });
      }
      await sleep(platform, 300);
      return { seen, latestMs };
    });
  }

  it("keep the order of what comes from one place, and change that of different places", async () => {
    const undisturbed = await arrivalsAt("main/s1", 1, false);
    const { seen, latestMs } = await arrivalsAt("main/s1", 1, true);
    for (const source of ["timer", "link0", "link1"]) {
      const numbers = seen
        .filter((name) => name.startsWith(source))
        .map((name) => name.split(" ")[1]);
      expect(numbers).to.deep.equal(Array.from({ length: 500 }, (_, n) => String(n)));
    }
    expect(seen).to.have.members(undisturbed.seen);
    expect(seen).to.not.deep.equal(undisturbed.seen);
    expect(undisturbed.latestMs).to.be.lessThan(3);
    expect(latestMs).to.be.within(10, boundMs);
  });

  it("come the same for the same seed", async () => {
    const first = await arrivalsAt("main/s1", 2, true);
    expect(await arrivalsAt("main/s1", 2, true)).to.deep.equal(first);
    expect((await arrivalsAt("main/s1", 3, true)).seen).to.not.deep.equal(first.seen);
  });

  it("leave alone what is no server's", async () => {
    const { latestMs } = await arrivalsAt("main/clients", 1, true);
    expect(latestMs).to.be.lessThan(3);
  });
});

describe("a busy actor", () => {
  /** How long each of many messages takes that are handled one after the other, in milliseconds. */
  async function handlingMs(host: string, messages: number, pauseMs: number): Promise<number[]> {
    const simulation = simulate({ timing: { messageUs: [100, 5_000] } });
    return await simulation.run(async (platform) => {
      const own: Platform = simulation.host(host);
      const took: number[] = [];
      for (let n = 0; n < messages; n++) {
        const startMs = platform.monotonicNow();
        await own.busy?.();
        took.push(platform.monotonicNow() - startMs);
        await sleep(platform, pauseMs);
      }
      return took;
    });
  }

  it("takes its time for each message, and less when there are many", async () => {
    const few = await handlingMs("main/s1/1", 20, 100);
    expect(Math.min(...few)).to.be.greaterThan(0.09);
    expect(Math.max(...few)).to.be.within(3, 5);
    const many = await handlingMs("main/s1/1", 500, 0.001);
    expect(many).to.include(0);
    expect(Math.max(...many)).to.be.at.most(5);
  });

  it("is there only when it is asked for", async () => {
    await simulate().run((platform) => {
      expect(platform.busy).to.equal(undefined);
      return Promise.resolve();
    });
  });
});

describe("an allowance", () => {
  it("never gives out more than its bound, whatever is asked for and when", () => {
    const random = new Random(1, "allowance");
    const allowance = new Allowance(1_000, 0.1);
    const given: { readonly atUs: number; readonly us: number }[] = [];
    let atUs = 0;
    for (let n = 0; n < 2_000; n++) {
      atUs += random.within([0, 400]);
      given.push({ atUs, us: allowance.take(atUs, random.within([1, 500])) });
    }
    let worst = 0;
    for (const [first, { atUs: fromUs }] of given.entries()) {
      let sum = 0;
      for (const { atUs: toUs, us } of given.slice(first, first + 200)) {
        sum += us;
        worst = Math.max(worst, sum - 0.1 * (toUs - fromUs));
      }
    }
    expect(worst).to.be.within(900, 1_000.001);
    expect(given.filter(({ us }) => us > 0)).to.have.length.greaterThan(50);
  });
});
