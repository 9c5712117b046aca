import { conditionsNamed } from "../../../run/simulated/conditions.js";
import { describeFault } from "../../../sim/faults/describe_fault.js";
import { gradedConditions } from "../conditions.js";
import { serversOf, type Operation, type ReplicasCase } from "./workload.js";

/** What happens in a case, with one line per event, in the order of time. */
export function storyOf({ replicas, operations, faults }: ReplicasCase): string[] {
  return [
    `${serversOf(replicas).join(", ")} join; r1 is the primary`,
    ...operations.map((one) => `${one.atMs} ms: ${operationInWords(one)}`),
    ...faults.map(describeFault),
  ];
}

/** The conditions, for people. */
export function circumstancesOf({ persistence, lossy, conditions }: ReplicasCase): string {
  const failing = {
    never: "a persistence that never fails",
    throws: "a persistence that throws for every second request",
    drops: "a persistence that drops up to three requests before each that succeeds",
  }[persistence];
  const network = lossy ? ", messages lost between replicators and secondaries" : "";
  return `${failing}${network}, ${conditionsNamed(gradedConditions, conditions).words}`;
}

/** How large a case is, for people. */
export function sizeOf({ replicas, operations }: ReplicasCase): string {
  const steps = `${operations.length} ${operations.length === 1 ? "step" : "steps"}`;
  return `${replicas} ${replicas === 1 ? "replica" : "replicas"} at first, ${steps}`;
}

/** The title of a test for the case: what it requires. */
export function titleOf({ operations }: ReplicasCase): string {
  const changes = operations.filter((one) => one.do === "join" || one.do === "leave").length;
  const members = changes === 0 ? "" : " while replicas join and leave";
  return `keeps the promises of the store${members}`;
}

function operationInWords(operation: Operation): string {
  switch (operation.do) {
    case "insert":
      return `insert ${operation.key} = ${operation.value}`;
    case "remove":
      return `remove ${operation.key}`;
    case "get":
      return `get ${operation.key} at ${operation.at}`;
    case "join":
      return `${operation.server} starts, and joins`;
    case "leave":
      return `${operation.server} leaves`;
  }
}
