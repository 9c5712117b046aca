import { expect } from "chai";
import { connect, collect, sleep, until } from "./steps.js";
import type { ContractTest } from "./contract_test.js";

/** The part of the contract about latency. */
export function describeLatency(test: ContractTest): void {
  describe("latency", () => {
    test("delays texts in both directions", async (platform) => {
      const { dialled, accepted, address, listener } = await connect(platform);
      platform.network.setLatency(60, address);
      expect(platform.network.latencyTo(address)).to.equal(60);
      const there = collect(accepted);
      const here = collect(dialled);
      const startMs = platform.now();
      dialled.send("to");
      await until(platform, () => there.texts.length === 1);
      const arrivedMs = platform.now();
      accepted.send("fro");
      await until(platform, () => here.texts.length === 1);
      expect(arrivedMs - startMs).to.be.at.least(58);
      expect(platform.now() - arrivedMs).to.be.at.least(58);
      platform.network.setLatency(0, address);
      await listener.close();
    });

    test("can change while texts are under way, which stay in order", async (platform) => {
      const { dialled, accepted, listener } = await connect(platform);
      const there = collect(accepted);
      platform.network.setLatency(80);
      dialled.send("slow");
      platform.network.setLatency(0);
      dialled.send("fast");
      await sleep(platform, 40);
      expect(there.texts).to.deep.equal([]);
      await until(platform, () => there.texts.length === 2);
      expect(there.texts).to.deep.equal(["slow", "fast"]);
      await listener.close();
    });

    test("of an address goes before that of all", async (platform) => {
      const { network } = platform;
      network.setLatency(5);
      network.setLatency(7, "localhost:1");
      expect([network.latencyTo("localhost:1"), network.latencyTo("localhost:2")]).to.deep.equal([
        7, 5,
      ]);
    });

    test("that is no latency is refused", async (platform) => {
      for (const ms of [-1, Number.NaN]) {
        expect(() => {
          platform.network.setLatency(ms);
        }).to.throw(RangeError, /latency/);
      }
    });
  });
}
