import type { Operation, ReplicasCase } from "./workload.js";

/** Times are tried as multiples of these, the coarsest first, in milliseconds. */
const gridsMs = [500, 100, 10];

/** Cases that are a little smaller or plainer than a given one, the largest reductions first. */
export function* smallerCases(explored: ReplicasCase): Generator<ReplicasCase> {
  yield* withFewerOperations(explored);
  if (explored.faults.length > 0) yield { ...explored, faults: [] };
  if (explored.lossy) yield { ...explored, lossy: false };
  if (explored.persistence !== "never") yield { ...explored, persistence: "never" };
  if (explored.conditions !== "plain") yield { ...explored, conditions: "plain" };
  yield* withFewerReplicas(explored);
  yield* withRounderTimes(explored);
}

/** Without a half of the operations, a quarter, and so on down to single ones. */
function* withFewerOperations(explored: ReplicasCase): Generator<ReplicasCase> {
  const { operations } = explored;
  for (let size = Math.ceil(operations.length / 2); size >= 1; size = size === 1 ? 0 : size >> 1) {
    for (let from = 0; from < operations.length; from += size) {
      const left = operations.filter((_, index) => index < from || index >= from + size);
      if (left.length > 0 && isPossible(explored.replicas, left)) {
        yield { ...explored, operations: left };
      }
    }
  }
}

function* withFewerReplicas(explored: ReplicasCase): Generator<ReplicasCase> {
  const { replicas, operations } = explored;
  if (replicas > 1 && isPossible(replicas - 1, operations)) {
    yield { ...explored, replicas: replicas - 1 };
  }
}

/** Whether every replica that is named is there by then. */
function isPossible(replicas: number, operations: readonly Operation[]): boolean {
  const there = new Set(Array.from({ length: replicas }, (_, index) => `r${index + 1}`));
  return operations.every((operation) => {
    if (operation.do === "join") there.add(operation.server);
    if (operation.do === "leave") return there.has(operation.server);
    return operation.do !== "get" || there.has(operation.at);
  });
}

function* withRounderTimes(explored: ReplicasCase): Generator<ReplicasCase> {
  const { operations } = explored;
  const firstMs = Math.min(...operations.map(({ atMs }) => atMs));
  const moved = (move: (atMs: number) => number): ReplicasCase => ({
    ...explored,
    operations: operations.map((operation) => ({ ...operation, atMs: move(operation.atMs) })),
  });
  if (firstMs > 0) yield moved((atMs) => atMs - firstMs);
  for (const gridMs of gridsMs) {
    if (operations.some(({ atMs }) => atMs % gridMs !== 0)) {
      yield moved((atMs) => Math.floor(atMs / gridMs) * gridMs);
    }
  }
}
