import type { ExploreCase } from "../../../explore/explore_spec.js";
import type { Scenario } from "../../../history/scenario.js";
import { Topology } from "../reading/topology.js";
import { commandOf, type CommandStep } from "../steps/index.js";

/** A script for the master, to be tried. */
export interface ScriptCase extends ExploreCase {
  readonly lines: readonly string[];
  /** The one-way latency of links, in milliseconds. */
  readonly latencyMs: number;
}

/** How long a script may take in virtual time, in milliseconds: a stabilize that gives up takes five seconds. */
const timeLimitMs = 600_000;

/**
 * The lines of a case with an end that shows everything: what the oracle has not seen it cannot judge. First as things
 * are, and then with all links between servers whole.
 */
export function wholeScript({ lines }: ScriptCase): readonly string[] {
  const topology = topologyAfter(lines);
  const servers = topology.servers.map(({ id }) => id);
  const prints = servers.map((id) => `printStore ${id}`);
  const keys = [...new Set(lines.flatMap(keysIn))];
  const gets = topology.clients.flatMap((client) => keys.map((key) => `get ${client} ${key}`));
  const links = linksMissing(topology);
  const atTheEnd = links.length === 0 ? [] : [...links, "stabilize", ...prints];
  return [...lines, "stabilize", ...prints, ...gets, ...atTheEnd];
}

/** Lines that make all links between servers that are missing. */
export function linksMissing(topology: Topology): readonly string[] {
  const servers = topology.servers.map(({ id }) => id);
  return servers.flatMap((one, index) =>
    servers
      .slice(index + 1)
      .filter((other) => !topology.linked(one, other))
      .map((other) => `createConnection ${one} ${other}`),
  );
}

/** The case as a scenario. */
export function scenarioOf(explored: ScriptCase): Scenario {
  const steps = wholeScript(explored).map((line): CommandStep => ({ do: "command", line }));
  return { steps, latencyMs: explored.latencyMs, timeLimitMs };
}

/** Which processes run, and which links are up, after some lines. */
export function topologyAfter(lines: readonly string[]): Topology {
  const topology = new Topology();
  for (const line of lines) {
    const command = commandOf(line);
    if (topology.allows(command)) topology.apply(command);
  }
  return topology;
}

function keysIn(line: string): readonly string[] {
  const command = commandOf(line);
  return command.name === "put" || command.name === "get" ? [command.key] : [];
}
