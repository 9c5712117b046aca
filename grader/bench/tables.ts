import Table from "cli-table3";
import { aims } from "./aims.js";
import type { Figure } from "./figures.js";
import type { Throughput } from "./throughput.js";

/** The throughput as a table: a row for each kind of load, a column for each server and operation. */
export function throughputTable(results: readonly Throughput[]): string {
  return loadTable(results, "share of the echo", shareAim, (result) => {
    const rate = `${(result.perSecond / 1_000).toFixed(1)}k`;
    return result.actors === "echo" ? rate : `${rate}  ${result.share.toFixed(2)}`;
  });
}

/** The servers' CPU time per operation as a table, for the load that has an aim. */
export function cpuTable(results: readonly Throughput[]): string {
  const wanted = results.filter((result) => result.connections === 1 && result.outstanding > 1);
  const aim = (): Aim => ({
    text: `at most ${aims.cpuUs}`,
    met: (result) => result.cpuUs <= aims.cpuUs,
  });
  return loadTable(wanted, "µs of CPU each", aim, ({ cpuUs }) => cpuUs.toFixed(1));
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

const plain = { style: { head: [], border: [] } };

interface Aim {
  readonly text: string;
  readonly met: (result: Throughput) => boolean;
}

function shareAim({ connections, outstanding, batch }: Throughput): Aim | undefined {
  const least =
    connections === 1 && outstanding === 64
      ? batch
        ? aims.shareAt1x64Batched
        : aims.shareAt1x64
      : connections === 16 && batch
        ? aims.shareAt16x16Batched
        : undefined;
  if (least === undefined) return undefined;
  return { text: `at least ${least}`, met: (result) => result.share >= least };
}

const columns = [
  { head: "1 actor\nget", actors: 1, operation: "get" },
  { head: "\nput", actors: 1, operation: "put" },
  { head: "2 actors\nget", actors: 2, operation: "get" },
  { head: "\nput", actors: 2, operation: "put" },
] as const;

function loadTable(
  results: readonly Throughput[],
  title: string,
  aimOf: (result: Throughput) => Aim | undefined,
  show: (result: Throughput) => string,
): string {
  const table = new Table({
    head: [`connections x\noutstanding`, "echo", ...columns.map(({ head }) => head), title, ""],
    ...plain,
    colAligns: ["left", "right", "right", "right", "right", "right"],
  });
  const echoes = results.filter((result) => result.actors === "echo");
  for (const echo of echoes) {
    for (const batch of [false, true]) {
      const row = columns.flatMap(({ actors, operation }) =>
        results.filter(
          (result) =>
            result.actors === actors &&
            result.operation === operation &&
            result.batch === batch &&
            result.connections === echo.connections &&
            result.outstanding === echo.outstanding,
        ),
      );
      const [first] = row;
      if (first === undefined) continue;
      const aim = aimOf(first);
      const missed = aim && row.filter((result) => !aim.met(result));
      table.push([
        `${echo.connections} x ${echo.outstanding}${batch ? ", batches" : ""}`,
        batch ? "" : show(echo),
        ...row.map(show),
        aim?.text ?? "",
        missed === undefined ? "" : missed.length === 0 ? "met" : `MISSED by ${missed.length}`,
      ]);
    }
  }
  return table.toString();
}
