import Table from "cli-table3";
import { group } from "d3-array";
import type { Figure } from "./figures.js";
import { aims } from "./plan.js";
import type { Throughput } from "./throughput.js";

const plain = { style: { head: [], border: [] } };

/** The throughput as a table: a row for each kind of load, a column for each server and operation. */
export function throughputTable(results: readonly Throughput[]): string {
  return loadTable(results, {
    title: "share of the echo",
    show: ({ actors, perSecond, share }) => {
      const rate = `${(perSecond / 1_000).toFixed(1)}k`;
      return actors === "echo" ? rate : `${rate}  ${share.toFixed(2)}`;
    },
    aim: "at least",
    aimOf: leastShare,
    meets: ({ share }, aim) => share >= aim,
  });
}

/** The servers' CPU time per operation as a table, for the load that has an aim. */
export function cpuTable(results: readonly Throughput[]): string {
  const wanted = results.filter((result) => result.connections === 1 && result.outstanding > 1);
  return loadTable(wanted, {
    title: "µs of CPU each",
    show: ({ cpuUs }) => cpuUs.toFixed(1),
    aim: "at most",
    aimOf: () => aims.cpuUs,
    meets: ({ cpuUs }, aim) => cpuUs <= aim,
  });
}

/** The other figures as a table. */
export function figureTable(figures: readonly Figure[]): string {
  const table = new Table({ head: ["", "", "aim", ""], ...plain, colAligns: ["left", "right"] });
  for (const { name, value, unit, atMost } of figures) {
    const shown = `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`;
    table.push(
      atMost === undefined
        ? [name, shown, "", ""]
        : [name, shown, `at most ${atMost}`, value <= atMost ? "met" : "MISSED"],
    );
  }
  return table.toString();
}

function leastShare({ connections, outstanding, batch }: Throughput): number | undefined {
  if (connections === 1 && outstanding === 64) {
    return batch ? aims.shareAt1x64Batched : aims.shareAt1x64;
  }
  return connections === 16 && batch ? aims.shareAt16x16Batched : undefined;
}

interface LoadTable {
  readonly title: string;
  readonly show: (result: Throughput) => string;
  readonly aim: "at least" | "at most";
  readonly aimOf: (result: Throughput) => number | undefined;
  readonly meets: (result: Throughput, aim: number) => boolean;
}

function loadTable(results: readonly Throughput[], form: LoadTable): string {
  const { title, show, aim, aimOf, meets } = form;
  const table = new Table({
    head: [
      "connections x\noutstanding",
      "echo",
      "1 actor\nget",
      "\nput",
      "2 actors\nget",
      "\nput",
      title,
      "",
    ],
    ...plain,
    colAligns: ["left", "right", "right", "right", "right", "right"],
  });
  // Results come in the order of the columns.
  const rows = group(
    results,
    ({ connections, outstanding, batch }) =>
      `${connections} x ${outstanding}${batch ? ", batches" : ""}`,
  );
  for (const [load, row] of rows) {
    const echo = row.find(({ actors }) => actors === "echo");
    const servers = row.filter(({ actors }) => actors !== "echo");
    const [first] = servers;
    const wanted = first && aimOf(first);
    const missed = wanted === undefined ? 0 : servers.filter((each) => !meets(each, wanted)).length;
    table.push([
      load,
      echo === undefined ? "" : show(echo),
      ...servers.map(show),
      wanted === undefined ? "" : `${aim} ${wanted}`,
      wanted === undefined ? "" : missed === 0 ? "met" : `MISSED by ${missed}`,
    ]);
  }
  return table.toString();
}
