/**
 * Goal: what is on its way can be interfered with while a simulation runs. Method: rules of the tests' own, and a hook
 * for delays, on simulated links and ports without jitter.
 */
import { expect } from "chai";
import type { Packet } from "../../../grader/sim/faults/packet_rule.js";
import { linkBetween, simulate } from "./faults/fault_world.js";
import { sleep } from "../platform_contract/steps.js";

describe("rules that come and go", () => {
  it("hold for what is sent while they are there, once each", async () => {
    const simulation = simulate();
    await simulation.run(async (platform) => {
      const { dialled, arrivals } = await linkBetween(simulation, "main/s1", "main/s2");
      const lose = (packet: Packet): { drop: boolean } => ({ drop: packet.text === "lost" });
      const send = async (): Promise<string> => {
        arrivals.length = 0;
        for (const text of ["a", "lost", "b"]) dialled.send(text);
        await sleep(platform, 10);
        return arrivals.map(({ text }) => text).join(" ");
      };
      expect(await send()).to.equal("a lost b");
      const removeFirst = simulation.addRule(lose);
      const removeSecond = simulation.addRule(lose);
      expect(await send()).to.equal("a b");
      removeFirst();
      removeFirst();
      expect(await send(), "the second one still holds").to.equal("a b");
      removeSecond();
      expect(await send()).to.equal("a lost b");
    });
  });

  it("let what is under way arrive as they wanted", async () => {
    const simulation = simulate();
    await simulation.run(async (platform) => {
      const { dialled, arrivals } = await linkBetween(simulation, "main/s1", "main/s2");
      const remove = simulation.addRule(() => ({ delayMs: 50, overtakable: true }));
      dialled.send("held back");
      remove();
      dialled.send("overtakes");
      await sleep(platform, 100);
      expect(arrivals.map(({ text }) => text)).to.deep.equal(["overtakes", "held back"]);
    });
  });

  it("see what is on its way: hosts, number, text and times", async () => {
    const simulation = simulate();
    await simulation.run(async (platform) => {
      const { dialled, accepted } = await linkBetween(simulation, "main/s1", "main/s2", 100);
      const startMs = platform.monotonicNow();
      const seen: Packet[] = [];
      simulation.addRule((packet) => {
        seen.push(packet);
        return {};
      });
      dialled.send("there");
      accepted.send("back");
      dialled.close();
      await sleep(platform, 150);
      const times = { sentMs: startMs, dueMs: startMs + 100 };
      expect(seen.slice(0, 3)).to.deep.equal([
        {
          from: "main/s1",
          to: "main/s2",
          via: "link",
          what: "text",
          number: 1,
          text: "there",
          ...times,
        },
        {
          from: "main/s2",
          to: "main/s1",
          via: "link",
          what: "text",
          number: 2,
          text: "back",
          ...times,
        },
        {
          from: "main/s1",
          to: "main/s2",
          via: "link",
          what: "signal",
          number: 0,
          text: "",
          ...times,
        },
      ]);
    });
  });
});

describe("a search through the orders of delivery", () => {
  it("says how long each text takes, on links and ports, and leaves alone what it does not know", async () => {
    const numbers: number[] = [];
    const simulation = simulate({
      delivery: ({ text, via }, n) => {
        numbers.push(n);
        if (via === "port") return 7_000;
        return text === "first" ? 30_000 : text === "second" ? 10_000 : undefined;
      },
    });
    await simulation.run(async (platform) => {
      const one = await linkBetween(simulation, "main/s1", "main/s2", 200);
      const other = await linkBetween(simulation, "main/s1", "main/s2", 200);
      const startMs = platform.monotonicNow();
      one.dialled.send("first");
      other.dialled.send("second");
      one.dialled.send("second");
      other.dialled.send("as usual");
      const entry = new URL("./faults/crash_host.js", import.meta.url).href;
      const port = await platform.spawn("s3", entry, "0");
      const spawnedMs = platform.monotonicNow();
      await new Promise<void>((resolve) => {
        port.onMessage(() => {
          resolve();
        });
      });
      const tickMs = platform.monotonicNow() - spawnedMs;
      expect(tickMs, "a tick after 50 ms, on its way for 7").to.be.closeTo(57, 1.1);
      await sleep(platform, 300);
      const sinceMs = (arrivals: typeof one.arrivals): string[] =>
        arrivals.map(({ text, atMs }) => `${text} ${Math.round(atMs - startMs)}`);
      expect(sinceMs(one.arrivals), "in order on one link").to.deep.equal([
        "first 30",
        "second 30",
      ]);
      expect(sinceMs(other.arrivals)).to.deep.equal(["second 10", "as usual 200"]);
      expect(numbers).to.deep.equal(numbers.map((_, i) => i + 1));
    });
  });
});
