/** Measures the reference solution (or another tree) and prints the figures beside their aims. */
import { cpus, loadavg } from "node:os";
import { pathToFileURL } from "node:url";
import yargs from "yargs";
import { hideBin } from "yargs/helpers";
import { cmud } from "../labs/cmud/lab.js";
import { stageTree } from "../trees/stage_tree.js";
import { measureList, measureMemory, measureVisibility } from "../bench/figures.js";
import { Machines } from "../bench/machines.js";
import { fullPlan, quickPlan } from "../bench/plan.js";
import { cpuTable, figureTable, throughputTable } from "../bench/tables.js";
import { measureThroughput } from "../bench/throughput.js";

const args = await yargs(hideBin(process.argv))
  .scriptName("bench")
  .usage(
    "$0 [--quick]\n\nMeasures storage servers beside a bare WebSocket echo, on this machine's loopback interface.\n" +
      "Client and servers are processes of their own; nothing else should run meanwhile.",
  )
  .options({
    quick: { type: "boolean", default: false, describe: "Half a minute instead of two" },
    tree: {
      type: "string",
      default: "solution",
      requiresArg: true,
      describe: "What to measure: solution, a folder or a zip",
    },
  })
  .version(false)
  .strict()
  .parse();

await bench(args.tree, args.quick);

async function bench(tree: string, quick: boolean): Promise<void> {
  const plan = quick ? quickPlan : fullPlan;
  const startMs = performance.now();
  const [busy = 0] = loadavg();
  const staged = await stageTree(cmud, tree, { check: false });
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
    progress("");
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
        `\nThe machine had other work when this began (load ${busy.toFixed(1)}), so do not trust the figures.`,
      );
    }
    print(`\nTook ${Math.round((performance.now() - startMs) / 1_000)} s.`);
  } finally {
    await machines.end();
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Shows what is being measured, on a terminal; the empty text clears the line. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
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
