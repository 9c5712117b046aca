import { actorsOf, type CmudCase, type Operation } from "./workload.js";

/** Times are tried as multiples of these, the coarsest first, in milliseconds. */
const gridsMs = [100, 10];

/**
 * Cases that are a little smaller or plainer than a given one, the boldest first: what takes much away comes before what
 * takes little, so that a case shrinks in few runs.
 */
export function* smallerCases(explored: CmudCase): Generator<CmudCase> {
  yield* withFewerOperations(explored);
  yield* withFewerServers(explored);
  yield* withFewerFaults(explored);
  yield* withPlainerConditions(explored);
  yield* withOneKey(explored);
  yield* withRounderTimes(explored);
}

/** Without a half of the operations, a quarter, and so on down to single ones. */
function* withFewerOperations(explored: CmudCase): Generator<CmudCase> {
  const { operations } = explored;
  for (let size = Math.ceil(operations.length / 2); size >= 1; size = size === 1 ? 0 : size >> 1) {
    for (let from = 0; from < operations.length; from += size) {
      const left = operations.filter((_, index) => index < from || index >= from + size);
      if (left.some(({ do: what }) => what === "put")) {
        yield withOperations(explored, left);
      }
    }
  }
}

/** Without one of the servers, and with fewer actors on all, as far as nothing is done to those that go. */
function* withFewerServers(explored: CmudCase): Generator<CmudCase> {
  const { servers, operations } = explored;
  for (const { server } of servers) {
    const used = operations.some(
      (operation) => operation.do !== "start" && isAt(operation, server),
    );
    if (used || servers.length === 1) continue;
    const left = operations.filter(
      (operation) => operation.do !== "start" || operation.server !== server,
    );
    yield {
      ...explored,
      servers: servers.filter((shape) => shape.server !== server),
      operations: left,
    };
  }
  for (const shape of servers) {
    if (shape.actors === 1) continue;
    const fewer = servers.map((other) =>
      other === shape ? { ...other, actors: other.actors - 1 } : other,
    );
    const actors = actorsOf({ servers: fewer });
    const possible = operations.every(
      (operation) => operation.do === "start" || actors.includes(operation.at),
    );
    if (possible) yield { ...explored, servers: fewer };
    else
      yield { ...explored, servers: fewer, operations: operations.map(toLowerActor(shape.server)) };
  }
  for (const shape of servers) {
    if (shape.late !== true) continue;
    const early = servers.map((other) =>
      other === shape ? { server: other.server, actors: other.actors } : other,
    );
    const left = operations.filter(
      (operation) => operation.do !== "start" || operation.server !== shape.server,
    );
    yield { ...explored, servers: early, operations: left };
  }
}

function* withFewerFaults(explored: CmudCase): Generator<CmudCase> {
  const { faults } = explored;
  if (faults.length > 1) yield { ...explored, faults: [] };
  for (const fault of faults) {
    yield { ...explored, faults: faults.filter((other) => other !== fault) };
  }
}

function* withPlainerConditions(explored: CmudCase): Generator<CmudCase> {
  for (const conditions of ["lockstep", "plain"]) {
    if (explored.conditions === conditions) return;
    yield { ...explored, conditions };
  }
}

function* withOneKey(explored: CmudCase): Generator<CmudCase> {
  const keys = new Set(
    explored.operations.flatMap((operation) => (operation.do === "start" ? [] : [operation.key])),
  );
  const [first] = keys;
  if (keys.size < 2 || first === undefined) return;
  const operations = explored.operations.map((operation) =>
    operation.do === "start" ? operation : { ...operation, key: first },
  );
  yield { ...explored, operations };
}

function* withRounderTimes(explored: CmudCase): Generator<CmudCase> {
  const { operations } = explored;
  const firstMs = Math.min(...operations.map(({ atMs }) => atMs));
  if (firstMs > 0) {
    const earlier = operations.map((operation) => ({
      ...operation,
      atMs: operation.atMs - firstMs,
    }));
    yield { ...explored, operations: earlier };
  }
  for (const gridMs of gridsMs) {
    const rounder = operations.map((operation) => ({
      ...operation,
      atMs: Math.round(operation.atMs / gridMs) * gridMs,
    }));
    if (rounder.some(({ atMs }, index) => atMs !== operations[index]?.atMs)) {
      yield { ...explored, operations: rounder };
    }
  }
}

function withOperations(explored: CmudCase, operations: readonly Operation[]): CmudCase {
  const started = operations.flatMap((operation) =>
    operation.do === "start" ? [operation.server] : [],
  );
  // A late server that nobody starts is none.
  const servers = explored.servers.filter(
    ({ server, late }) => late !== true || started.includes(server),
  );
  return { ...explored, operations, servers };
}

function toLowerActor(server: string): (operation: Operation) => Operation {
  return (operation) => {
    if (operation.do === "start" || !isAt(operation, server)) return operation;
    const index = Number(operation.at.slice(server.length + 1));
    return { ...operation, at: `${server}/${Math.max(0, index - 1)}` };
  };
}

function isAt(operation: Exclude<Operation, { do: "start" }>, server: string): boolean {
  return operation.at.startsWith(`${server}/`);
}
