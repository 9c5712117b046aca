/** Every run ends with a result or with a verdict that says why it cannot end, never with waiting for ever. */
import { expect } from "chai";
import { loadSeam, type Seam } from "../../../grader/sim/seam.js";
import { Simulation, type SimulationOptions } from "../../../grader/sim/simulation.js";
import { SimulationError } from "../../../grader/sim/verdict.js";
import { connect, rejection, sleep } from "../platform_contract/steps.js";

describe("a simulation", function () {
  this.timeout(20_000);
  let seam: Seam;
  before(async () => {
    seam = await loadSeam(new URL("../../../starter/", import.meta.url));
  });
  const simulate = (options: Partial<SimulationOptions> = {}): Simulation =>
    new Simulation({ seed: 1, seam, ...options });

  describe("that cannot end", () => {
    it("because nothing is left to happen is a deadlock", async () => {
      const error = await verdictOf(
        simulate().run(async (platform) => {
          const { dialled } = await connect(platform);
          await sleep(platform, 1_500);
          platform.after(10, () => undefined)();
          await new Promise<void>((resolve) => {
            dialled.onMessage(() => {
              resolve();
            });
          });
        }),
      );
      expect(error.verdict).to.equal("deadlock");
      expect(error.message).to.match(
        /^deadlock after 1.50\d s of virtual time: nothing is left to happen, and main on main still waits; the last event was a timer on main at 1.50\d s/,
      );
    });

    it("because something goes on for ever without a delay is named with its place", async () => {
      const error = await verdictOf(
        simulate({ maxEvents: 5_000 }).run(
          (platform) =>
            new Promise(() => {
              function spinsForEver(): void {
                platform.after(0, spinsForEver);
              }
              spinsForEver();
            }),
        ),
      );
      expect(error.verdict).to.equal("event-budget");
      expect(error.message).to.match(/5000 events in 0\.\d+ s of virtual time, and main on main/);
      expect(error.message).to.match(/4096 x turn of the event loop on main/);
      expect(error.message).to.contain("spinsForEver").and.contain("verdicts.test.");
    });

    it("because messages go round for ever is named with the messages, and with who sent them", async () => {
      // As given code does it: many calls lie between whoever sends and the platform.
      const through = (depth: number, run: () => void): void => {
        if (depth === 0) run();
        else through(depth - 1, run);
      };
      const error = await verdictOf(
        simulate({ maxEvents: 5_000 }).run(
          (platform) =>
            new Promise(() => {
              function sendsForEver(): void {
                platform.traceDetail?.({
                  type: "handle",
                  actor: "a:1/0",
                  text: `{"type":"again"}`,
                });
                through(5, () => platform.after(0, sendsForEver));
              }
              sendsForEver();
            }),
        ),
      );
      expect(error.message).to.match(/messages handled meanwhile: \d+ x "again" by actor a:1\/0;/);
      expect(error.message).to.contain("sendsForEver");
    });

    it("because something ticks for ever ends when time is up", async () => {
      const simulation = simulate({ maxMs: 10_000 });
      const error = await verdictOf(
        simulation.run(
          () =>
            new Promise(() => {
              const host = simulation.host("ticker");
              const tick = (): void => void host.after(100, tick);
              tick();
            }),
        ),
      );
      expect(error.verdict).to.equal("time-limit");
      expect(error.message).to.match(/main on main still waits after 10.000 s/);
      expect(error.message).to.contain("x timer on ticker");
    });

    it("because a module never ends loading is a verdict", async () => {
      const never =
        "data:text/javascript,await new Promise(() => setTimeout(() => {}, 9e8).unref())";
      const error = await verdictOf(
        simulate({ maxLoadMs: 50 }).run((platform) => platform.load(never)),
      );
      expect(error.verdict).to.equal("load-timeout");
      expect(error.message).to.contain("data:text/javascript").and.contain("for main");
    });
  });

  describe("errors", () => {
    it("of main reject the run", async () => {
      const run = simulate().run(() => Promise.reject(new Error("not so")));
      expect((await rejection(run)).message).to.equal("not so");
    });

    it("that nobody catches reject the run", async () => {
      for (const fail of [
        (): void => {
          throw new Error("boom");
        },
        (): void => {
          process.nextTick(() => {
            throw new Error("boom");
          });
        },
        (): void => void Promise.reject(new Error("boom")),
      ]) {
        const run = simulate().run(async (platform) => {
          platform.after(1, fail);
          await sleep(platform, 10);
        });
        expect((await rejection(run)).message).to.equal("boom");
      }
    });

    it("put the process's own handlers back afterwards", async () => {
      const before = process.listeners("unhandledRejection");
      await simulate().run(() => Promise.resolve());
      expect(process.listeners("unhandledRejection")).to.deep.equal(before);
    });

    it("include a second simulation at the same time", async () => {
      const first = simulate().run((platform) => sleep(platform, 10));
      expect((await rejection(simulate().run(() => Promise.resolve()))).message).to.contain(
        "runs already",
      );
      await first;
    });

    it("include a seed that is no whole number", () => {
      expect(() => simulate({ seed: 0.5 })).to.throw(RangeError, /seed/);
    });
  });
});

async function verdictOf(run: Promise<unknown>): Promise<SimulationError> {
  const error = await rejection(run);
  if (error instanceof SimulationError) return error;
  throw error;
}
