import { cmud } from "../../../grader/labs/cmud/lab.js";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { History, HistoryRecord } from "../../../grader/history/history.js";
import { PortBlocks } from "../../../grader/run/port_blocks.js";
import { runScenario, type RunScenarioOptions } from "../../../grader/run/run_scenario.js";
import { steps as kinds, type Scenario, type Step } from "../../../grader/labs/cmud/steps/index.js";
import { kitRoot } from "../../../grader/trees/kit_paths.js";
import { stageTree } from "../../../grader/trees/stage_tree.js";

const ports = new PortBlocks();
let staging: Promise<string> | undefined;

/** The folder with the compiled solution. */
export function solutionJs(): Promise<string> {
  return (staging ??= stageTree(cmud, "solution", { check: false }).then((tree) => tree.jsDir));
}

/** A compiled tree that is the solution but for some modules, given as JavaScript by their paths. */
export async function treeWith(
  name: string,
  modules: Readonly<Record<string, string>>,
): Promise<string> {
  const jsDir = join(kitRoot, "build", "tmp", "harness-trees", `${name}-${process.pid}`, "js");
  await rm(jsDir, { recursive: true, force: true });
  await mkdir(jsDir, { recursive: true });
  await cp(await solutionJs(), jsDir, {
    recursive: true,
    filter: (path) => !/\.(d\.ts|map)$/.test(path),
  });
  for (const [path, text] of Object.entries(modules)) {
    await mkdir(dirname(join(jsDir, path)), { recursive: true });
    await writeFile(join(jsDir, path), text);
  }
  return jsDir;
}

/** Runs steps against a compiled tree. Default limit: 20 s. */
export function run(
  jsDir: string,
  steps: readonly Step[],
  options: Partial<RunScenarioOptions> & Partial<Scenario> = {},
): Promise<History> {
  const { timeLimitMs = 20_000, latencyMs = 0, ...rest } = options;
  const scenario: Scenario = { steps, timeLimitMs, latencyMs };
  return runScenario(scenario, {
    jsDir,
    steps: kinds,
    ports,
    signal: new AbortController().signal,
    ...rest,
  });
}

/** The records of one type. */
export function recordsOf<T extends HistoryRecord["type"]>(
  history: History,
  type: T,
): Extract<HistoryRecord, { type: T }>[] {
  return history.records.filter(
    (record): record is Extract<HistoryRecord, { type: T }> => record.type === type,
  );
}

/** The running processes whose command line contains a text; empty where there is no `/proc`. */
export async function processesWith(text: string): Promise<number[]> {
  const { readdir, readFile } = await import("node:fs/promises");
  const found: number[] = [];
  for (const entry of await readdir("/proc").catch(() => [])) {
    if (!/^\d+$/.test(entry)) continue;
    const line = await readFile(`/proc/${entry}/cmdline`, "latin1").catch(() => "");
    if (line.includes(text)) found.push(Number(entry));
  }
  return found;
}

/** Those of them that this process has started. */
export async function childrenWith(text: string): Promise<number[]> {
  const { readFile } = await import("node:fs/promises");
  const mine: number[] = [];
  for (const pid of await processesWith(text)) {
    const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
    if (Number(stat.split(") ")[1]?.split(" ")[1]) === process.pid) mine.push(pid);
  }
  return mine;
}
