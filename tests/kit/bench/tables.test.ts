/** Goal: the bench's figures and verdicts are right. Method: numbers made up for the purpose. */
import { expect } from "chai";
import { median, percentile } from "../../../grader/bench/numbers.js";
import { cpuTable, figureTable, throughputTable } from "../../../grader/bench/tables.js";
import type { Throughput } from "../../../grader/bench/throughput.js";

describe("numbers of the bench", () => {
  it("have a middle and percentiles, in whatever order they come", () => {
    expect(median([3, 1, 2])).to.equal(2);
    expect(median([4, 1, 2, 3])).to.equal(2.5);
    expect(percentile([10, 0], 99)).to.be.closeTo(9.9, 1e-9);
    expect(percentile([7], 99)).to.equal(7);
    expect(percentile([1, Infinity, Infinity], 99)).to.equal(Infinity);
    expect(median([])).to.be.NaN;
  });
});

describe("tables of the bench", () => {
  const shape = { connections: 1, outstanding: 64 };
  const subjects = [1, 2] as const;
  const results: Throughput[] = [
    {
      ...shape,
      actors: "echo",
      operation: "get",
      batch: false,
      perSecond: 1e5,
      share: 1,
      cpuUs: 6,
    },
    ...subjects.flatMap((actors) =>
      (["get", "put"] as const).map((operation) => ({
        ...{ ...shape, actors, operation, batch: false },
        perSecond: 8e4,
        share: actors === 2 && operation === "put" ? 0.74 : 0.8,
        cpuUs: 12,
      })),
    ),
  ];

  it("say what was missed, and by how many", () => {
    expect(throughputTable(results)).to.match(/1 x 64 .*100\.0k.*80\.0k {2}0\.80.*MISSED by 1/);
    expect(cpuTable(results)).to.match(/1 x 64 .*6\.0.*12\.0.*at most 13.*met/);
  });

  it("set other figures beside their aims, if they have one", () => {
    const lines = figureTable([
      { name: "list", value: 0.25, unit: "ms", atMost: 0.3 },
      { name: "visible", value: 151, unit: "ms", atMost: 150 },
      { name: "also", value: 5, unit: "ms" },
    ]).split("\n");
    expect(lines.find((line) => line.includes("list"))).to.match(/0\.25 ms.*at most 0\.3.*met/);
    expect(lines.find((line) => line.includes("visible"))).to.match(/151 ms.*MISSED/);
    expect(lines.find((line) => line.includes("also"))).not.to.match(/met|MISSED/);
  });
});
