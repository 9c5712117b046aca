import { Topology } from "../reading/topology.js";
import { commandOf } from "../steps/index.js";
import type { ScriptCase } from "./script_case.js";

/** Scripts with fewer lines, the largest reductions first, and then plainer conditions. Lines stay possible. */
export function* smallerScripts(explored: ScriptCase): Generator<ScriptCase> {
  const { lines } = explored;
  for (let size = Math.ceil(lines.length / 2); size >= 1; size = size === 1 ? 0 : size >> 1) {
    for (let from = 0; from < lines.length; from += size) {
      const left = possible([...lines.slice(0, from), ...lines.slice(from + size)]);
      if (left.length < lines.length) yield { ...explored, lines: left };
    }
  }
  if (explored.latencyMs > 0) yield { ...explored, latencyMs: 0 };
  if (explored.conditions !== "plain") yield { ...explored, conditions: "plain" };
}

/** The lines that a master accepts; those that have become impossible are left out. */
function possible(lines: readonly string[]): string[] {
  const topology = new Topology();
  return lines.filter((line) => {
    const command = commandOf(line);
    if (!topology.allows(command)) return false;
    topology.apply(command);
    return true;
  });
}
