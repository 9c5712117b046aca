/**
 * Goal: faults act on real simulated links and ports, and are seen in the trace. Method: links between hosts named as
 * those of servers, in worlds without jitter of their own.
 */
import { expect } from "chai";
import type { FaultSpec } from "../../../../grader/sim/faults/fault_spec.js";
import type { Platform } from "../../../../starter/platform/platform.js";
import { linkBetween, simulate, traceOf, type SeenFault } from "./fault_world.js";
import { sleep } from "../../platform_contract/steps.js";

const hundred = Array.from({ length: 100 }, (_, i) => `text ${i}`);

/** What arrives of a hundred texts from s1 to s2, 10 ms apart, 200 ms away. */
function sendHundred(fault: FaultSpec): Promise<{ value: string[]; faults: SeenFault[] }> {
  return traceOf([fault], async (platform, simulation) => {
    const { dialled, arrivals } = await linkBetween(simulation, "main/s1/1", "main/s2", 200);
    for (const text of hundred) {
      dialled.send(text);
      await sleep(platform, 10);
    }
    await sleep(platform, 1_000);
    return arrivals.map(({ text }) => text);
  });
}

describe("a network with faults", () => {
  it("that loses texts loses them for good, and the others stay in order", async () => {
    const { value: arrived, faults } = await sendHundred({ fault: "drop", probability: 0.2 });
    expect(arrived.length).to.be.within(60, 95);
    expect(arrived).to.deep.equal(hundred.filter((text) => arrived.includes(text)));
    const lost = hundred.filter((text) => !arrived.includes(text));
    expect(faults.map(({ what }) => what)).to.deep.equal(lost.map(() => "dropped"));
    expect(faults.map(({ packet }) => packet)).to.deep.equal(lost);
    expect(faults[0]?.text).to.equal("a text from s1/0 to s2 was lost (drop=0.2)");
    expect(faults[0]?.servers).to.deep.equal(["s1", "s2"]);
  });

  it("that duplicates texts brings some twice, the copy after its original", async () => {
    const { value: arrived, faults } = await sendHundred({ fault: "duplicate", probability: 0.2 });
    const twice = hundred.filter((text) => arrived.indexOf(text) !== arrived.lastIndexOf(text));
    expect(twice.length).to.be.within(5, 40);
    expect(arrived).to.have.length(hundred.length + twice.length);
    const firsts = arrived.filter((text, i) => arrived.indexOf(text) === i);
    expect(firsts, "originals stay in order").to.deep.equal(hundred);
    expect(faults.map(({ what }) => what)).to.deep.equal(twice.map(() => "duplicated"));
    expect(faults.map(({ packet }) => packet).sort()).to.deep.equal(twice.sort());
  });

  it("that reorders texts brings all, and says which were really overtaken", async () => {
    const { value: arrived, faults } = await sendHundred({ fault: "reorder", probability: 0.2 });
    expect([...arrived].sort()).to.deep.equal([...hundred].sort());
    const place = (text: string): number => hundred.indexOf(text);
    const overtaken = arrived.filter((text, i) =>
      arrived.slice(0, i).some((earlier) => place(earlier) > place(text)),
    );
    expect(overtaken.length).to.be.within(5, 40);
    expect(faults.map(({ packet }) => packet)).to.deep.equal(overtaken);
    expect(new Set(faults.map(({ what }) => what))).to.deep.equal(new Set(["reordered"]));
  });

  it("closes a link behind what was held back on it", async () => {
    const { value } = await traceOf(
      [{ fault: "reorder", probability: 1 }],
      async (platform, simulation) => {
        const { dialled, arrivals } = await linkBetween(simulation, "main/s1", "main/s2", 5);
        for (const text of hundred) dialled.send(text);
        dialled.close();
        await sleep(platform, 500);
        return arrivals.length;
      },
    );
    expect(value).to.equal(hundred.length);
  });

  it("with a slow server delays what reaches it, in order, and not what it sends", async () => {
    const simulation = simulate({ faults: [{ fault: "slow", who: "s2", byMs: 70 }] });
    await simulation.run(async (platform) => {
      const { dialled, accepted, arrivals } = await linkBetween(
        simulation,
        "main/s1",
        "main/s2",
        10,
      );
      const answers: number[] = [];
      dialled.onMessage(() => answers.push(platform.monotonicNow()));
      const startMs = platform.monotonicNow();
      dialled.send("a");
      dialled.send("b");
      accepted.send("answer");
      await sleep(platform, 200);
      expect(arrivals).to.deep.equal([
        { text: "a", atMs: startMs + 80 },
        { text: "b", atMs: startMs + 80 },
      ]);
      expect(answers).to.deep.equal([startMs + 10]);
    });
  });
});

describe("a partition of a simulated network", () => {
  const partition: FaultSpec = {
    fault: "partition",
    between: [["s1"], ["s2", "s3"]],
    fromMs: 1_000,
    untilMs: 3_000,
  };

  it("brings what was sent meanwhile when it is over, in order, on the same links", async () => {
    const { value, faults } = await traceOf([partition], async (platform, simulation) => {
      const apart = await linkBetween(simulation, "main/s1", "main/s2/1", 100);
      const together = await linkBetween(simulation, "main/s2", "main/s3", 100);
      for (let i = 0; i < 8; i++) {
        apart.dialled.send(String(i));
        together.dialled.send(String(i));
        await sleep(platform, 500 - (platform.monotonicNow() % 500));
      }
      await sleep(platform, 1_000);
      return { apart: apart.arrivals, together: together.arrivals };
    });
    expect(value.apart.map(({ text }) => text).join("")).to.equal("01234567");
    expect(value.apart.slice(1).map(({ atMs }) => Math.round(atMs))).to.deep.equal([
      600, 3_100, 3_100, 3_100, 3_100, 3_100, 3_600,
    ]);
    expect(value.together.slice(2, 4).map(({ atMs }) => Math.round(atMs))).to.deep.equal([
      1_100, 1_600,
    ]);
    expect(faults).to.deep.equal([
      {
        atMs: 1_000,
        what: "partition",
        text: "no text gets through between s1 and (s2, s3) from 1 s to 3 s",
        servers: ["s1", "s2", "s3"],
      },
      {
        atMs: 3_000,
        what: "heal",
        text: "s1 and (s2, s3) reach each other again",
        servers: ["s1", "s2", "s3"],
      },
    ]);
  });

  it("keeps calls waiting, until they are put through or given up", async () => {
    const simulation = simulate({ faults: [partition] });
    await simulation.run(async (platform) => {
      const [s1, s2] = [simulation.host("main/s1"), simulation.host("main/s2")];
      let accepted = 0;
      const listener = await s2.listen({ port: 0 }, () => accepted++);
      const address = `localhost:${listener.port}`;
      await sleep(platform, 1_500);
      const outcome = async (host: Platform, timeoutMs: number): Promise<string> => {
        const how = await host.dial(address, { timeoutMs }).then(
          () => "put through",
          (error: unknown) => (error as Error).message,
        );
        return `${how} at ${Math.round(host.monotonicNow() / 100) / 10} s`;
      };
      expect(
        await Promise.all([
          outcome(s1, 5_000),
          outcome(s1, 500),
          outcome(simulation.host("main/clients"), 500),
        ]),
      ).to.deep.equal([
        "put through at 3 s",
        `cannot reach ${address}: no answer within 500 ms at 2 s`,
        "put through at 1.5 s",
      ]);
      await sleep(platform, 3_000);
      expect(accepted, "nobody is put through who has given up").to.equal(2);
    });
  });

  it("holds copies that would arrive in it", async () => {
    const simulation = simulate({ faults: [partition] });
    simulation.addRule(({ what }) => (what === "text" ? { copiesAfterMs: [50, 200] } : {}));
    await simulation.run(async (platform) => {
      const { dialled, arrivals } = await linkBetween(simulation, "main/s1", "main/s2", 100);
      await sleep(platform, 800 - platform.monotonicNow());
      dialled.send("hello");
      await sleep(platform, 3_000);
      expect(arrivals.map(({ atMs }) => Math.round(atMs))).to.deep.equal([900, 950, 3_300]);
    });
  });

  it("keeps the news of a closed or lost link back as well", async () => {
    const simulation = simulate({
      faults: [partition, { fault: "crash", server: "s3", atMs: 1_500 }],
    });
    await simulation.run(async (platform) => {
      const links = await Promise.all([
        linkBetween(simulation, "main/s1", "main/s2", 100),
        linkBetween(simulation, "main/s3", "main/s1", 100),
        linkBetween(simulation, "main/s3", "main/s2", 100),
      ]);
      const ends: string[] = [];
      links.forEach(({ accepted }, i) => {
        accepted.onClose((reason) => {
          ends.push(`${i}: ${reason} at ${Math.round(platform.monotonicNow())}`);
        });
      });
      await sleep(platform, 1_400);
      links[0].dialled.send("the last one");
      links[0].dialled.close();
      await sleep(platform, 3_000);
      expect(links[0].arrivals.map(({ text }) => text)).to.deep.equal(["the last one"]);
      expect(ends).to.deep.equal([
        "2: connection lost at 1600",
        "0: closed by the other side at 3100",
        "1: connection lost at 3100",
      ]);
    });
  });
});

describe("a crash", () => {
  it("ends a server with all its threads, loses its links, and frees its ports", async () => {
    const entry = new URL("./crash_host.js", import.meta.url).href;
    const { value, faults } = await traceOf(
      [
        { fault: "crash", server: "s1", atMs: 500 },
        { fault: "crash", server: "s9", atMs: 500 },
      ],
      async (platform, simulation) => {
        const port = await platform.spawn("s1", entry, "2");
        const seen: string[] = [];
        port.onMessage((text) => seen.push(text));
        port.onClose((error) => {
          seen.push(`ended with ${error?.message ?? "no error"}`);
        });
        const link = await platform.dial("localhost:6000");
        link.onClose((reason) => seen.push(`link: ${reason}`));
        await sleep(platform, 450);
        const before = seen.splice(0);
        await sleep(platform, 1_000);
        const again = await simulation
          .host("main/s1 again")
          .listen({ port: 6_000 }, () => undefined);
        return { before, after: seen, port: again.port };
      },
    );
    expect(value.before, "ticks of three threads").to.include.members(["s1", "s1/1", "s1/2"]);
    expect(
      value.after.filter((line) => line.startsWith("s1")).length,
      "ticks at most until 500 ms",
    ).to.be.lessThan(4);
    expect(value.after).to.include.members(["link: connection lost", "ended with no error"]);
    expect(value.port).to.equal(6_000);
    expect(faults).to.deep.equal([
      { atMs: 500, what: "crash", text: "s1 is killed at 500 ms", servers: ["s1"] },
    ]);
  });
});
