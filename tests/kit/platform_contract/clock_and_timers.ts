import { expect } from "chai";
import { sleep } from "./steps.js";
import type { ContractTest } from "./contract_test.js";

/** The part of the contract about clock and timers. */
export function describeClock(test: ContractTest): void {
  describe("clock and timers", () => {
    test("the clock shows whole milliseconds", async (platform) => {
      expect(Number.isInteger(platform.now())).to.equal(true);
      expect(platform.now()).to.be.greaterThan(Date.UTC(2020, 0, 1));
    });

    test("random numbers are in [0, 1) and differ", async (platform) => {
      const numbers = Array.from({ length: 50 }, () => platform.random());
      for (const number of numbers) expect(number).to.be.within(0, 1 - Number.EPSILON / 2);
      expect(new Set(numbers).size).to.equal(numbers.length);
    });

    test("a timer runs once, and not before its time", async (platform) => {
      const startMs = platform.now();
      let runs = 0;
      await new Promise<void>((resolve) => {
        platform.after(30, () => {
          runs++;
          resolve();
        });
      });
      // One millisecond, since the clock shows whole ones.
      expect(platform.now() - startMs).to.be.at.least(29);
      await sleep(platform, 60);
      expect(runs).to.equal(1);
    });

    test("timers that are due together run in the order in which they were set", async (platform) => {
      const ran: number[] = [];
      for (let i = 0; i < 20; i++) platform.after(10, () => ran.push(i));
      await sleep(platform, 20);
      expect(ran).to.deep.equal(Array.from({ length: 20 }, (_, i) => i));
    });

    test("timers without delay run in order, after the code that set them", async (platform) => {
      const ran: string[] = [];
      platform.after(0, () => ran.push("first"));
      platform.after(0, () => ran.push("second"));
      ran.push("setter");
      await sleep(platform, 10);
      expect(ran).to.deep.equal(["setter", "first", "second"]);
    });

    test("a cancelled timer does not run, and cancelling twice or late does nothing", async (platform) => {
      const ran: string[] = [];
      const cancelZero = platform.after(0, () => ran.push("zero"));
      const cancelTen = platform.after(10, () => ran.push("ten"));
      const cancelTwenty = platform.after(20, () => ran.push("twenty"));
      cancelZero();
      cancelTen();
      cancelTen();
      await sleep(platform, 40);
      cancelTwenty();
      expect(ran).to.deep.equal(["twenty"]);
    });

    test("a delay that is no delay is refused", async (platform) => {
      for (const delayMs of [-1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31]) {
        expect(() => platform.after(delayMs, () => undefined)).to.throw(RangeError, /delay/);
      }
    });
  });
}
