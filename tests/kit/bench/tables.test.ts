/** Goal: the bench's verdicts are right. Method: tables of made-up figures. */
import { expect } from "chai";
import { cpuTable, figureTable, throughputTable } from "../../../grader/bench/tables.js";
import type { Throughput } from "../../../grader/bench/throughput.js";

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
