/** Goal: each fault is a pure rule. Method: rules asked alone, about packets made by hand. */
import { expect } from "chai";
import {
  dropRule,
  duplicateRule,
  latestCopyMs,
  longestHoldMs,
  nearRule,
  partitionRule,
  reorderRule,
  slowRule,
} from "../../../../grader/sim/faults/packet_faults.js";
import {
  combine,
  type Packet,
  type PacketRule,
} from "../../../../grader/sim/faults/packet_rule.js";
import { rulesOf } from "../../../../grader/sim/faults/rules_of.js";
import { packet } from "./packets.js";

const numbered = Array.from({ length: 2_000 }, (_, i) => packet({ number: i + 1 }));

/** The numbers of the packets of which a rule says something. */
function hits(rule: PacketRule): number[] {
  return numbered.filter((one) => Object.keys(rule(one)).length > 0).map(({ number }) => number);
}

describe("rules of chance", () => {
  const makers = { drop: dropRule, duplicate: duplicateRule, reorder: reorderRule };
  for (const [name, make] of Object.entries(makers)) {
    it(`(${name}) concern as many texts as they should, the same ones for the same seed`, () => {
      const found = hits(make(0.1, 1, name));
      expect(found.length).to.be.within(150, 250);
      expect(hits(make(0.1, 1, name))).to.deep.equal(found);
      expect(hits(make(0.1, 2, name))).to.not.deep.equal(found);
      expect(hits(make(0.2, 1, name)), "with more chance, the same and others").to.include.members(
        found,
      );
      expect(hits(make(0, 1, name))).to.deep.equal([]);
      expect(hits(make(1, 1, name))).to.have.length(numbered.length);
    });

    it(`(${name}) concern texts between servers alone`, () => {
      const rule = make(1, 1, name);
      const others: Partial<Packet>[] = [
        { from: "main/clients" },
        { to: "main/clients" },
        { from: "main/s2/2" },
        { via: "port" },
        { what: "copy" },
        { what: "signal" },
        { what: "dial" },
      ];
      for (const other of others) {
        expect(rule(packet(other)), JSON.stringify(other)).to.deep.equal({});
      }
    });
  }

  it("say what becomes of the text, and why", () => {
    expect(dropRule(1, 1, "")(packet())).to.deep.equal({ drop: true, why: { dropped: "drop=1" } });
    const copied = duplicateRule(1, 1, "")(packet());
    expect(copied.copiesAfterMs).to.have.length(1);
    expect(copied.copiesAfterMs?.[0]).to.be.within(0, latestCopyMs);
    const held = reorderRule(1, 1, "")(packet());
    expect(held.overtakable).to.equal(true);
    expect(held.delayMs).to.be.within(0, longestHoldMs);
  });
});

describe("a partition", () => {
  const rule = partitionRule([
    { fault: "partition", between: [["s1"], ["s2", "s3"]], fromMs: 2_000, untilMs: 4_000 },
  ]);
  const arrival = (asked: PacketRule, sentMs: number, dueMs: number, more = {}): number =>
    dueMs + (asked(packet({ sentMs, dueMs, ...more })).delayMs ?? 0);

  it("holds what would be under way in it until it is over, as if sent then", () => {
    expect(arrival(rule, 1_000, 1_200), "before").to.equal(1_200);
    expect(arrival(rule, 1_900, 2_100), "on its way when it begins").to.equal(4_200);
    expect(arrival(rule, 3_000, 3_200), "sent in it").to.equal(4_200);
    expect(arrival(rule, 3_900, 4_100), "on its way when it ends").to.equal(4_200);
    expect(arrival(rule, 4_000, 4_200), "after").to.equal(4_200);
  });

  it("concerns links from either group to the other, and calls and ends as well as texts", () => {
    const sent = (fields: Partial<Packet>): number => arrival(rule, 3_000, 3_200, fields);
    const pairs: readonly (readonly [string, string])[] = [
      ["main/s2/1", "main/s1/2"],
      ["main/s1", "main/s3"],
    ];
    for (const [from, to] of pairs) {
      for (const what of ["text", "copy", "dial", "signal"] as const) {
        expect(sent({ from, to, what }), `${what} from ${from}`).to.equal(4_200);
      }
    }
    expect(sent({ from: "main/s2", to: "main/s3" }), "within a group").to.equal(3_200);
    expect(sent({ to: "main/s4" }), "to a server that is in none").to.equal(3_200);
    expect(sent({ from: "main/clients" }), "from clients").to.equal(3_200);
    expect(sent({ via: "port" }), "on ports").to.equal(3_200);
  });

  it("after another one holds what the first one let go into it, and overlapping ones the longer", () => {
    const of = (...times: readonly (readonly [number, number])[]): PacketRule =>
      partitionRule(
        times.map(([fromMs, untilMs]) => ({
          fault: "partition",
          between: [["s1"], ["s2"]],
          fromMs,
          untilMs,
        })),
      );
    expect(arrival(of([4_100, 5_000], [2_000, 4_000]), 3_000, 3_200)).to.equal(5_200);
    expect(arrival(of([4_300, 5_000], [2_000, 4_000]), 3_000, 3_200)).to.equal(4_200);
    expect(arrival(of([1_000, 4_000], [2_000, 3_000]), 1_500, 1_700)).to.equal(4_200);
    expect(arrival(of([1_000, 2_000], [1_500, 5_000]), 1_600, 1_700)).to.equal(5_100);
  });

  it("knows when things are due because of other faults, wherever it stands among them", () => {
    const { packets } = rulesOf(
      [
        { fault: "partition", between: [["s1"], ["s2"]], fromMs: 2_000, untilMs: 4_000 },
        { fault: "slow", who: "s2", byMs: 300 },
      ],
      1,
      0,
    );
    const sentMs = 1_600;
    expect(arrival(combine(packets), sentMs, 1_800), "not 2,100").to.equal(4_500);
  });
});

describe("slowness", () => {
  const to = (rule: PacketRule, fields: Partial<Packet>): number | undefined =>
    rule(packet(fields)).delayMs;

  it("of a query actor concerns what reaches its thread, from wherever", () => {
    const rule = slowRule("s1/0", 100);
    expect(to(rule, { from: "main/clients", to: "main/s1/1" })).to.equal(100);
    expect(to(rule, { from: "main/s1", to: "main/s1/1", via: "port" })).to.equal(100);
    expect(to(rule, { from: "main/s1", to: "main/s1/2", via: "port" })).to.equal(undefined);
    expect(to(rule, { from: "main/s1/1", to: "main/s1", via: "port" })).to.equal(undefined);
    expect(to(rule, { from: "main/s1/1", to: "main/s2/1" })).to.equal(undefined);
    expect(to(rule, { to: "main/s1/10" }), "s1/9").to.equal(undefined);
  });

  it("of a server concerns all of its threads, but not what a test tells it", () => {
    const rule = slowRule("s1", 100);
    for (const host of ["main/s1", "main/s1/1", "main/s1/2"]) {
      expect(to(rule, { from: "main/s2", to: host }), host).to.equal(100);
    }
    expect(to(rule, { from: "main/s1/1", to: "main/s1", via: "port" })).to.equal(100);
    expect(to(rule, { from: "main", to: "main/s1", via: "port" })).to.equal(undefined);
    expect(to(rule, { to: "main/s10" })).to.equal(undefined);
  });

  it("is added once to a copy, which follows its original", () => {
    expect(to(slowRule("s2", 100), { what: "copy" })).to.equal(undefined);
  });
});

describe("servers near each other", () => {
  const rule = nearRule(["s1", "s3"]);

  it("get each other's texts after a tenth of the latency", () => {
    expect(rule(packet({ to: "main/s3/1" })).delayMs).to.equal(-180);
    expect(rule(packet({ from: "main/s3", to: "main/s1/2" })).delayMs).to.equal(-180);
  });

  it("are as far as usual from all others, and within themselves", () => {
    const others: Partial<Packet>[] = [
      {},
      { from: "main/s1/1", to: "main/s1", via: "port" },
      { from: "main/clients", to: "main/s3" },
      { to: "main/s3", what: "dial" },
    ];
    for (const other of others)
      expect(rule(packet(other)), JSON.stringify(other)).to.deep.equal({});
  });

  it("are near before anything else delays a text", () => {
    const late = rulesOf(
      [
        { fault: "slow", who: "s3", byMs: 100 },
        { fault: "near", servers: ["s1", "s3"] },
      ],
      1,
      0,
    );
    expect(combine(late.packets)(packet({ to: "main/s3" })).delayMs).to.equal(-80);
  });
});

describe("combined rules", () => {
  it("add up delays, and each knows of the delays before it", () => {
    const dues: number[] = [];
    const delaying =
      (delayMs: number): PacketRule =>
      ({ dueMs }) => {
        dues.push(dueMs);
        return { delayMs };
      };
    const rule = combine([delaying(10), () => ({}), delaying(5), delaying(1)]);
    expect(rule(packet({ dueMs: 100 })).delayMs).to.equal(16);
    expect(dues).to.deep.equal([100, 110, 115]);
  });

  it("lose what one of them loses, and copy what any of them copies", () => {
    const rule = combine([
      () => ({ copiesAfterMs: [1], why: { duplicated: "a" } }),
      () => ({ drop: true, why: { dropped: "b" } }),
      () => ({ copiesAfterMs: [2, 3], overtakable: true, why: { reordered: "c" } }),
      () => ({}),
    ]);
    expect(rule(packet())).to.deep.equal({
      delayMs: 0,
      drop: true,
      copiesAfterMs: [1, 2, 3],
      overtakable: true,
      why: { duplicated: "a", dropped: "b", reordered: "c" },
    });
    expect(combine([])(packet())).to.deep.equal({});
  });

  it("draw the same whatever other faults there are", () => {
    const drops = (faults: Parameters<typeof rulesOf>[0]): number[] => {
      const rule = combine(rulesOf(faults, 5, 0).packets);
      return numbered.filter((one) => rule(one).drop === true).map(({ number }) => number);
    };
    const drop = { fault: "drop", probability: 0.1 } as const;
    const alone = drops([drop]);
    expect(alone.length).to.be.greaterThan(100);
    expect(
      drops([
        { fault: "jitter", upToMs: 50 },
        { fault: "reorder", probability: 0.3 },
        drop,
        { fault: "duplicate", probability: 0.3 },
      ]),
    ).to.deep.equal(alone);
    expect(drops([drop, drop]).length, "two of one name draw apart").to.be.greaterThan(
      1.5 * alone.length,
    );
  });
});
