/** Measures the reference solution (or another tree) and prints the results next to their targets. */
import { cpus, loadavg } from "node:os";
import { pathToFileURL } from "node:url";
import { exitCodes } from "../base/exit_codes.js";
import { measureList, measureMemory, measureVisibility } from "../bench/figures.js";
import { Machines } from "../bench/machines.js";
import { fullPlan, quickPlan } from "../bench/plan.js";
import { cpuTable, figureTable, throughputTable } from "../bench/tables.js";
import { measureThroughput } from "../bench/throughput.js";
import type { Lab } from "../labs/lab.js";
import type { StatusLine } from "../report/status_line.js";
import { stageTree } from "../trees/stage_tree.js";
import { labOn, labOption, readCommandLine, text } from "./command_line.js";
import { print, runProgram } from "./program.js";

await runProgram("bench", async (args, status) => {
  const { quick, tree } = await readCommandLine(args, {
    script: "npm run bench --",
    usage:
      "$0 [--quick]\n\nCompares storage servers with a bare WebSocket echo server, on this machine's loopback interface.\n" +
      "Client and servers are separate processes; nothing else should run at the same time.",
    options: {
      quick: { type: "boolean", default: false, describe: "Take half a minute instead of two" },
      tree: {
        ...text("tree", "What to measure: solution, a folder or a zip"),
        default: "solution",
      },
      ...labOption,
    },
    meant: (word) => `--tree ${word}`,
  });
  await bench(await labOn(args), tree, quick, status);
  return exitCodes.fullPoints;
});

async function bench(lab: Lab, tree: string, quick: boolean, status: StatusLine): Promise<void> {
  const progress = (what: string): void => {
    status.show(what);
  };
  const plan = quick ? quickPlan : fullPlan;
  const startMs = performance.now();
  const [busy = 0] = loadavg();
  const staged = await stageTree(lab, tree, { check: false });
  const machines = new Machines(`${pathToFileURL(staged.jsDir).href}/`);
  endOnSignals(machines);
  try {
    const throughput = await measureThroughput(machines, plan, progress);
    progress("list");
    const list = await measureList(machines, plan);
    progress("visibility");
    const visibility = await measureVisibility(machines, plan);
    progress("memory");
    const memory = await measureMemory(machines, plan);
    status.clear();
    const [cpu] = cpus();
    print(`${tree} on Node ${process.versions.node}, ${cpus().length} x ${cpu?.model ?? "?"}\n`);
    print("Operations per second, and their share of the echo's (10,000 keys, 16-byte values):");
    print(throughputTable(throughput));
    print("\nCPU time of the server's process per operation:");
    print(cpuTable(throughput));
    print("");
    print(figureTable([...list, ...visibility, ...memory]));
    if (busy > 1) {
      print(
        `\nThe machine was busy when this began (load ${busy.toFixed(1)}), so the results are not reliable.`,
      );
    }
    print(`\nTook ${Math.round((performance.now() - startMs) / 1_000)} s.`);
  } finally {
    await machines.end();
  }
}

function endOnSignals(machines: Machines): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      void machines.end().then(() => {
        process.exit(130);
      });
    });
  }
}
