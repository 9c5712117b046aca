import type { HistoryRecord } from "../../../history/history.js";
import { conditionsNamed } from "../../../run/simulated/conditions.js";
import { describeFault } from "../../../sim/faults/describe_fault.js";
import { gradedConditions } from "../conditions.js";
import type { CmudCase, Operation } from "./workload.js";

/** What happens in a case, one line an event, in the order of time: servers start, things are done, messages are held up. */
export function storyOf(explored: CmudCase): string[] {
  const starts = explored.servers
    .filter(({ late }) => late !== true)
    .map(({ server, actors }) => `${server} starts with ${countOf(actors, "query actor")}`);
  const done = explored.operations.map(
    (operation) => `${operation.atMs} ms: ${operationInWords(operation)}`,
  );
  return [...starts, ...done, ...explored.faults.map(describeFault)];
}

/** Under which conditions all of it happens, for people. */
export function circumstancesOf({ latencyMs, conditions, servers }: CmudCase): string {
  const latency = servers.length > 1 ? `${latencyMs} ms from server to server, ` : "";
  return `${latency}${conditionsNamed(gradedConditions, conditions).words}`;
}

/** How large a case is, for people. */
export function sizeOf({ servers, operations, faults }: CmudCase): string {
  const actors = servers.reduce((sum, shape) => sum + shape.actors, 0);
  return [
    countOf(servers.length, "server"),
    countOf(actors, "query actor"),
    countOf(operations.length, "step"),
    countOf(faults.length, "message delay or fault", "message delays or faults"),
  ].join(", ");
}

/** What to tell of a query that failed; undefined for all other records. */
export function refusalIn(record: HistoryRecord): string | undefined {
  if (record.type !== "query" || record.outcome.ok) return undefined;
  return `${record.method} on ${record.at ?? "nobody"} failed: ${record.outcome.error}`;
}

/** What a test of a case demands, as its title. */
export function titleOf({ servers, operations, seed }: CmudCase): string {
  const puts = operations.filter((operation) => operation.do === "put").length;
  const where = servers.map(({ server, actors }) => `${server} with ${actors}`).join(", ");
  return `leaves all query actors with the right winners after ${puts} puts (${where}; seed ${seed})`;
}

function operationInWords(operation: Operation): string {
  switch (operation.do) {
    case "put":
      return `put ${operation.key} = ${operation.value} on ${operation.at}`;
    case "get":
      return `get ${operation.key} on ${operation.at}`;
    case "start":
      return `${operation.server} starts`;
  }
}

function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
