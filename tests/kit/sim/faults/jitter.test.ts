/**
 * Goal: texts between servers take longer, each as the seed says, in order. Method: the pure rule asked alone, then
 * texts on real simulated links.
 */
import { expect } from "chai";
import { jitterRule } from "../../../../grader/sim/faults/packet_faults.js";
import type { Packet } from "../../../../grader/sim/faults/packet_rule.js";
import { linkBetween, simulate } from "./fault_world.js";
import { sleep } from "../../platform_contract/steps.js";
import { packet } from "./packets.js";

describe("jitter", () => {
  it("is drawn anew for each text, below its bound, and the same for the same number and seed", () => {
    const rule = jitterRule(50, 1, "jitter");
    const delays = Array.from(
      { length: 1_000 },
      (_, i) => rule(packet({ number: i })).delayMs ?? 0,
    );
    expect(Math.min(...delays)).to.be.within(0, 1);
    expect(Math.max(...delays)).to.be.within(49, 50);
    const again = jitterRule(50, 1, "jitter");
    expect(again(packet({ number: 7 })).delayMs, "asked in any order").to.equal(delays[7]);
    expect(jitterRule(50, 2, "jitter")(packet({ number: 7 })).delayMs).to.not.equal(delays[7]);
    expect(jitterRule(50, 1, "other")(packet({ number: 7 })).delayMs).to.not.equal(delays[7]);
  });

  it("leaves alone what is not a text between servers", () => {
    const rule = jitterRule(50, 1, "jitter");
    const others: Partial<Packet>[] = [
      { from: "main/clients" },
      { to: "main/clients" },
      { from: "main/s2/1" },
      { from: "main" },
      { via: "port" },
      { what: "signal" },
      { what: "dial" },
      { what: "copy" },
    ];
    for (const other of others)
      expect(rule(packet(other)), JSON.stringify(other)).to.deep.equal({});
  });

  it("spreads the texts of a link, and keeps them in order", async () => {
    const simulation = simulate({ faults: [{ fault: "jitter", upToMs: 50 }] });
    await simulation.run(async (platform) => {
      const { dialled, arrivals } = await linkBetween(simulation, "main/s1/1", "main/s2", 100);
      const sentAtMs: number[] = [];
      const texts = Array.from({ length: 200 }, (_, i) => String(i));
      for (const text of texts) {
        await sleep(platform, 5);
        sentAtMs.push(platform.monotonicNow());
        dialled.send(text);
      }
      await sleep(platform, 300);
      expect(arrivals.map(({ text }) => text)).to.deep.equal(texts);
      const delays = arrivals.map(({ atMs }, i) => atMs - (sentAtMs[i] ?? 0) - 100);
      expect(Math.min(...delays)).to.be.within(0, 10);
      expect(Math.max(...delays)).to.be.within(40, 50.001);
    });
  });
});
