import type { ExploreCase } from "../../../explore/explore_spec.js";
import type { ActorName } from "../../../history/scenario.js";
import type { Scenario, Step } from "../steps/index.js";

/** One thing that is done to the servers of a case. Times are milliseconds since the servers run. */
export type Operation =
  | {
      readonly do: "put";
      readonly atMs: number;
      readonly at: ActorName;
      readonly key: string;
      readonly value: string;
    }
  | { readonly do: "get"; readonly atMs: number; readonly at: ActorName; readonly key: string }
  | { readonly do: "start"; readonly atMs: number; readonly server: string };

/** A small run to be tried: what is done to how many servers, and under which conditions. */
export interface CmudCase extends ExploreCase {
  /** The servers that run from the beginning, as many as there are actors in each entry, named `s1`, `s2` and so on. */
  readonly servers: readonly ServerShape[];
  /** One-way latency between servers, in milliseconds. */
  readonly latencyMs: number;
  readonly operations: readonly Operation[];
}

/** A server of a case. */
export interface ServerShape {
  readonly server: string;
  readonly actors: number;
  /** Started by an operation, not from the beginning. */
  readonly late?: boolean;
}

/** How long everything is left alone before the last reads, in milliseconds: more than twice any visibility limit. */
const quietMs = 5_000;

/**
 * How long a case waits between the starts of its servers and what is done, in milliseconds: rates and redundancy are
 * averages while servers start, so the oracle judges them from the visibility limit on.
 */
const startUpMs = 2_100;

/** What a case may take on top of its waits, in milliseconds of virtual time. */
const patienceMs = 60_000;

/** All query actors of a case. */
export function actorsOf({ servers }: Pick<CmudCase, "servers">): ActorName[] {
  return servers.flatMap(({ server, actors }) =>
    Array.from({ length: actors }, (_, index): ActorName => `${server}/${index}`),
  );
}

/** The case as a scenario: servers start, everything is done at its time, and at the end all actors list all. */
export function scenarioOf(explored: CmudCase): Scenario {
  const { servers, operations, latencyMs } = explored;
  const early = servers.filter(({ late }) => late !== true);
  const lastMs = Math.max(0, ...operations.map(({ atMs }) => atMs));
  const main: Step[] = [
    ...early.map((shape) => startStep(shape)),
    { do: "wait", ms: startUpMs },
    { do: "mark", name: "begin" },
    {
      do: "parallel",
      branches: operations.map((operation) => [
        { do: "wait", ms: operation.atMs },
        stepOf(operation, servers),
      ]),
    },
    { do: "mark", name: "quiet" },
  ];
  const restarts = restartsOf(explored);
  const whole: Step = { do: "parallel", branches: [main, ...restarts] };
  return {
    latencyMs,
    timeLimitMs: lastMs + quietMs + patienceMs,
    steps: [
      ...(restarts.length === 0 ? main : [whole]),
      { do: "wait", ms: quietMs },
      {
        do: "parallel",
        branches: actorsOf(explored).map((at) => [{ do: "list", at, prefix: "", raw: true }]),
      },
    ],
  };
}

/** The servers that are killed and come back, each beside everything else. */
function restartsOf({ faults, servers }: CmudCase): Step[][] {
  return faults.flatMap((fault) => {
    if (fault.fault !== "crash" || fault.backMs === undefined) return [];
    const shape = servers.find(({ server }) => server === fault.server);
    return shape === undefined ? [] : [[{ do: "wait", ms: fault.backMs }, startStep(shape)]];
  });
}

function startStep({ server, actors }: ServerShape): Step {
  return { do: "startServer", server, actors };
}

function stepOf(operation: Operation, servers: readonly ServerShape[]): Step {
  switch (operation.do) {
    case "put": {
      const { at, key, value } = operation;
      return { do: "put", at, key, value, raw: true };
    }
    case "get":
      return { do: "get", at: operation.at, key: operation.key, raw: true };
    case "start": {
      const shape = servers.find(({ server }) => server === operation.server);
      if (shape === undefined) throw new RangeError(`there is no server ${operation.server}`);
      return startStep(shape);
    }
  }
}
