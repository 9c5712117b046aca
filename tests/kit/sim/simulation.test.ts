/** What only a simulation can promise: exact times, and races that can be repeated. */
import { expect } from "chai";
import { Simulation, type SimulationOptions } from "../../../grader/sim/simulation.js";
import { loadSeam, type Seam } from "../../../grader/sim/seam.js";
import type { Platform } from "../../../starter/platform/platform.js";
import { platform as currentPlatform } from "../../../starter/platform/current.js";
import { connect, rejection, sleep } from "../platform_contract/steps.js";

describe("a simulation", function () {
  this.timeout(20_000);
  let seam: Seam;
  before(async () => {
    seam = await loadSeam(new URL("../../../starter/", import.meta.url));
  });
  const simulate = (options: Partial<SimulationOptions> = {}): Simulation =>
    new Simulation({ seed: 1, seam, ...options });
  /** Hops without jitter, so that times are exact. */
  const exact: Partial<SimulationOptions> = {
    timing: { linkUs: [0, 0], turnUs: [1, 1], timerLagUs: [0, 0] },
  };

  describe("time", () => {
    it("begins where it is told, and passes without waiting", async () => {
      const simulation = simulate({ ...exact, startMs: 1_000_000 });
      const realMs = performance.now();
      const [before, after] = await simulation.run(async (platform) => {
        const startMs = platform.now();
        await sleep(platform, 600_000);
        return [startMs, platform.now()];
      });
      expect([before, after]).to.deep.equal([1_000_000, 1_600_000]);
      expect(simulation.elapsedMs).to.equal(600_000);
      expect(performance.now() - realMs).to.be.lessThan(5_000);
    });

    it("stands still between runs, and goes on in the next", async () => {
      const simulation = simulate(exact);
      let ticks = 0;
      await simulation.run(async (platform) => {
        const tick = (): void => {
          ticks++;
          platform.after(10, tick);
        };
        tick();
        await sleep(platform, 95);
      });
      expect(ticks).to.equal(10);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(ticks).to.equal(10);
      await simulation.run((platform) => sleep(platform, 100));
      expect(ticks).to.equal(20);
    });

    it("is latency alone, to the microsecond, when there is no jitter", async () => {
      await simulate(exact).run(async (platform) => {
        const { dialled, accepted, address } = await connect(platform);
        const times: number[] = [];
        accepted.onMessage((text) => {
          times.push(platform.monotonicNow());
          accepted.send(text);
        });
        dialled.onMessage(() => times.push(platform.monotonicNow()));
        platform.network.setLatency(200);
        const startMs = platform.monotonicNow();
        dialled.send("200 there, 200 back");
        await sleep(platform, 300);
        platform.network.setLatency(12.5, address);
        dialled.send("12.5 there; behind the first one on its way back");
        await sleep(platform, 200);
        dialled.send("12.5 there and back");
        await sleep(platform, 200);
        const sinceMs = times.map((time) => time - startMs);
        expect(sinceMs.slice(0, 4).map(Math.round)).to.deep.equal([200, 313, 400, 400]);
        const [there = 0, back = 0] = sinceMs.slice(4);
        expect(back - there).to.be.closeTo(12.5, 1e-6);
      });
    });
  });

  describe("a look", () => {
    /** What a host says of the texts that it gets, while it is looked at or not. */
    const run = async (looksMs: readonly number[]): Promise<readonly string[]> => {
      const said: string[] = [];
      const simulation = simulate();
      let texts = 0;
      simulation.addRule(({ what }) => ({ drop: what === "text" && ++texts % 3 === 0 }));
      for (const atMs of looksMs) {
        simulation.lookAt(atMs, async (platform) => {
          const link = await platform.dial("localhost:7000");
          link.send("who are you");
          await new Promise<void>((resolve) => {
            link.onMessage((text) => {
              said.push(`seen: ${text} at ${simulation.elapsedMs < atMs + 5 ? "once" : "last"}`);
              resolve();
            });
          });
          await sleep(platform, 500);
          link.close();
        });
      }
      await simulation.run(async (platform) => {
        await platform.listen({ port: 7_000 }, (link) => {
          link.onMessage((text) => {
            if (text === "who are you") link.send("me");
            else said.push(`${text} at ${simulation.elapsedMs}, ${platform.random()}`);
          });
        });
        const link = await simulation.host("client").dial("localhost:7000");
        for (let i = 0; i < 20; i++) {
          link.send(String(i));
          await sleep(platform, 10);
        }
      });
      return said;
    };

    it("is answered at once, whatever rules there are, and changes nothing of what comes", async () => {
      const alone = await run([]);
      const looked = await run([20.5, 77, 120]);
      expect(alone.length).to.be.within(8, 14);
      expect(looked.filter((line) => line.startsWith("seen"))).to.deep.equal(
        Array(3).fill("seen: me at once"),
      );
      expect(looked.filter((line) => !line.startsWith("seen"))).to.deep.equal(alone);
    });

    it("ends the run when it fails", async () => {
      const simulation = simulate();
      simulation.lookAt(5, () => Promise.reject(new Error("cannot look")));
      const failed = simulation.run((platform) => sleep(platform, 10));
      expect((await rejection(failed)).message).to.equal("cannot look");
    });
  });

  describe("jitter", () => {
    const raceOf = async (seed: number): Promise<string> => {
      const simulation = simulate({ seed });
      const order: string[] = [];
      await simulation.run(async (platform) => {
        const links = await Promise.all([connect(platform), connect(platform)]);
        links.forEach(({ dialled, accepted }, i) => {
          accepted.onMessage((text) => order.push(`${text}${i}`));
          dialled.send("a");
          dialled.send("b");
        });
        for (const name of ["x", "y"]) simulation.host(name).after(5, () => order.push(name));
        await sleep(platform, 20);
      });
      return order.join(" ");
    };

    it("decides races by the seed, the same way each time", async () => {
      const races = [];
      for (let seed = 0; seed < 20; seed++) {
        const race = await raceOf(seed);
        expect(await raceOf(seed)).to.equal(race);
        races.push(race);
      }
      expect(new Set(races).size).to.be.greaterThan(4);
      for (const race of races) {
        expect(race.indexOf("a0")).to.be.lessThan(race.indexOf("b0"));
        expect(race.indexOf("a1")).to.be.lessThan(race.indexOf("b1"));
      }
    });

    it("never lets a timer overtake one that is due earlier on its host", async () => {
      await simulate().run(async (platform) => {
        const ran: number[] = [];
        const set = (ms: number): void => {
          const dueMs = Math.ceil(platform.monotonicNow() + ms);
          platform.after(ms, () => ran.push(dueMs));
        };
        for (let ms = 50; ms > 0; ms--) set(ms);
        await sleep(platform, 25);
        for (let ms = 1; ms <= 25; ms++) set(ms);
        await sleep(platform, 60);
        expect(ran).to.have.length(75);
        expect(ran).to.deep.equal([...ran].sort((a, b) => a - b));
      });
    });
  });

  describe("hosts", () => {
    it("find themselves as the current platform, before and after every wait", async () => {
      const simulation = simulate();
      const seen: string[] = [];
      const work = async (platform: Platform): Promise<void> => {
        for (let i = 0; i < 10; i++) {
          seen.push(currentPlatform().host === platform.host ? "mine" : "another's");
          await sleep(platform, platform.random() * 5);
          await platform.load(import.meta.url);
        }
      };
      await simulation.run(async (platform) => {
        for (const name of ["a", "b", "c"]) {
          const host = simulation.host(name);
          host.after(0, () => void work(host));
        }
        await work(platform);
        await sleep(platform, 100);
      });
      expect(seen).to.deep.equal(Array.from({ length: 40 }, () => "mine"));
    });

    it("on different machines have ports of their own, and reach each other by name", async () => {
      const simulation = simulate({ machineOf: (name) => (name === "e" ? "east" : "west") });
      const [east, west] = [simulation.host("e"), simulation.host("w")];
      await simulation.run(async () => {
        const welcomed: string[] = [];
        for (const platform of [east, west]) {
          await platform.listen({ port: 6_000 }, (link) => {
            link.send(platform.host);
          });
        }
        for (const address of ["east:6000", "localhost:6000"]) {
          const link = await west.dial(address);
          link.onMessage((text) => welcomed.push(text));
        }
        await sleep(west, 5);
        expect(welcomed).to.deep.equal(["e", "w"]);
      });
    });
  });

  describe("loading modules", () => {
    const slow = (realMs: number): string =>
      `data:text/javascript,await new Promise((r) => setTimeout(r, ${realMs}));export const ms = ${realMs}`;

    it("takes no virtual time, and real time does not change the order of events", async () => {
      const orderOf = async (firstMs: number, secondMs: number): Promise<string[]> => {
        const simulation = simulate(exact);
        const order: string[] = [];
        await simulation.run(async (platform) => {
          const startMs = platform.monotonicNow();
          const load = async (name: string, realMs: number): Promise<void> => {
            await platform.load(slow(realMs));
            order.push(`${name} at ${platform.monotonicNow() - startMs}`);
          };
          simulation.host("other").after(0, () => order.push("timer"));
          await Promise.all([load("first", firstMs), load("second", secondMs)]);
          await sleep(platform, 1);
        });
        return order;
      };
      const expected = ["first at 0", "second at 0", "timer"];
      expect(await orderOf(41, 2)).to.deep.equal(expected);
      expect(await orderOf(3, 42)).to.deep.equal(expected);
      expect(await orderOf(41, 42)).to.deep.equal(expected);
    });
  });
});
