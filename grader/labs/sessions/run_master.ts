import type { History, HistoryRecord, RunEnd } from "../../history/history.js";
import type { Scenario, Step } from "../../history/scenario.js";
import { MasterProcess } from "./steps/master_process.js";
import type { CommandStep } from "./steps/index.js";

/** How long a master may take to print what a command yields, in milliseconds; a stabilize may come before it. */
const outputMs = 15_000;

/**
 * Lets a foreign master carry out a scenario's script, and observes what it prints. Lines are attributed to commands by
 * how many they should print; a wrong number shows as a wrong line further on.
 */
export async function runMaster(
  program: string,
  { steps }: Scenario,
  signal: AbortSignal,
): Promise<History> {
  const startedMs = performance.now();
  const nowMs = (): number => performance.now() - startedMs;
  const records: HistoryRecord[] = [];
  const master = new MasterProcess([program]);
  const onAbort = (): void => void master.kill();
  signal.addEventListener("abort", onAbort);
  let end: RunEnd = { how: "done" };
  try {
    for (const step of steps as readonly Step<CommandStep>[]) {
      const startMs = nowMs();
      if (step.do !== "command") continue;
      const { line, prints = 0 } = step;
      master.write([line]);
      const output = await master.read(prints, outputMs);
      records.push({ type: "command", startMs, endMs: nowMs(), line, output, error: null });
      if (output.length === prints) continue;
      if (output.length === 0) end = endOf(master, `waiting for the output of "${line}"`);
      break;
    }
    const rest = await master.finish();
    const last = records.at(-1);
    if (rest.length > 0 && last?.type === "command") {
      records[records.length - 1] = { ...last, output: [...last.output, ...rest] };
    }
    signal.throwIfAborted();
    return { records, end, output: master.errors, durationMs: nowMs() };
  } finally {
    signal.removeEventListener("abort", onAbort);
    await master.kill();
  }
}

/** How a run ended in which a line was missing. */
function endOf({ ended, errors }: MasterProcess, doing: string): RunEnd {
  if (ended === undefined) return { how: "timeout", doing };
  const said = errors === "" ? "" : `; on standard error: ${errors}`;
  return { how: "crashed", reason: `while ${doing}: ${ended}${said}` };
}
