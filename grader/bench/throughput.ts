import { median } from "d3-array";
import type { BenchServer, Machines } from "./machines.js";
import type { BenchPlan } from "./plan.js";

/** A kind of load: on the echo or on a server, with a number of connections and of outstanding calls on each. */
export interface Load {
  readonly connections: number;
  readonly outstanding: number;
  readonly actors: "echo" | 1 | 2;
  readonly operation: "get" | "put";
  readonly batch: boolean;
}

/** The results for a kind of load: medians over the rounds. */
export interface Throughput extends Load {
  readonly perSecond: number;
  /** Relative to the echo's operations per second in the same round. */
  readonly share: number;
  /** CPU time of the server's process per operation, in microseconds. */
  readonly cpuUs: number;
}

const shapes = [
  { connections: 1, outstanding: 1 },
  { connections: 1, outstanding: 64 },
  { connections: 16, outstanding: 16 },
] as const;

/** The echo comes first in every round, and the others are compared with it. */
const subjects: readonly Pick<Load, "actors" | "operation" | "batch">[] = [
  { actors: "echo", operation: "get", batch: false },
  ...[false, true].flatMap((batch) =>
    ([1, 2] as const).flatMap((actors) =>
      (["get", "put"] as const).map((operation) => ({ actors, operation, batch })),
    ),
  ),
];

/**
 * Measures the echo and the servers alternately: each round calls all of them, one after the other, so that what slows
 * the machine down for a while affects all of them.
 */
export async function measureThroughput(
  machines: Machines,
  plan: BenchPlan,
  progress: (text: string) => void,
): Promise<Throughput[]> {
  const [echo, one, two] = [
    await machines.startEcho(),
    await machines.startServer(1),
    await machines.startServer(2),
  ];
  const client = machines.start();
  for (const { addresses } of [one, two]) {
    await client.call("fill", { address: addresses[0], firstKey: 0, endKey: 10_000 });
  }
  const servers: Readonly<Record<Load["actors"], BenchServer>> = { echo, 1: one, 2: two };
  const measure = async (load: Load, durationMs: number): Promise<Measured> => {
    const { child, addresses } = servers[load.actors];
    const cpuBefore = await child.call("cpu");
    const { operations, tookMs } = await client.call("load", { ...load, addresses, durationMs });
    const cpuAfter = await child.call("cpu");
    return {
      perSecond: (operations / tookMs) * 1_000,
      cpuUs: (cpuAfter - cpuBefore) / operations,
    };
  };
  progress("warming up");
  for (const subject of subjects) {
    await measure({ connections: 1, outstanding: 64, ...subject }, plan.compileMs);
  }
  const results: Throughput[] = [];
  for (const shape of shapes) {
    const loads = subjects.map((subject) => ({ ...shape, ...subject }));
    for (const load of loads) await measure(load, plan.warmUpMs);
    const rounds: Measured[][] = [];
    for (let round = 1; round <= plan.rounds; round++) {
      const { connections, outstanding } = shape;
      progress(`${connections} x ${outstanding} outstanding, round ${round} of ${plan.rounds}`);
      const measured: Measured[] = [];
      for (const load of loads) measured.push(await measure(load, plan.sliceMs));
      rounds.push(measured);
    }
    results.push(...loads.map((load, index) => ({ ...load, ...summary(rounds, index) })));
  }
  await machines.end();
  return results;
}

interface Measured {
  readonly perSecond: number;
  readonly cpuUs: number;
}

function summary(
  rounds: readonly (readonly Measured[])[],
  index: number,
): Measured & { share: number } {
  const over = (figure: (measured: Measured, echo: Measured) => number): number =>
    median(rounds, ({ 0: echo, [index]: measured }) =>
      echo && measured ? figure(measured, echo) : undefined,
    ) ?? NaN;
  return {
    perSecond: over(({ perSecond }) => perSecond),
    share: over(({ perSecond }, echo) => perSecond / echo.perSecond),
    cpuUs: over(({ cpuUs }) => cpuUs),
  };
}
