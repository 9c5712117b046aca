import type { Child } from "./child.js";
import type { Machines } from "./machines.js";
import { median } from "./numbers.js";
import type { BenchPlan } from "./plan.js";
import type { LoadOrder, Operation } from "./protocol.js";

/** How many connections, and how many calls outstanding on each. */
export interface Shape {
  readonly connections: number;
  readonly outstanding: number;
}

/** What is called: the echo, or a server with some actors. */
export interface Subject {
  readonly actors: "echo" | 1 | 2;
  readonly operation: Operation;
  readonly batch: boolean;
}

/** What came out for a subject under a shape of load: medians over the rounds. */
export interface Throughput extends Shape, Subject {
  readonly perSecond: number;
  /** Of the echo's operations per second in the same round. */
  readonly share: number;
  /** CPU time of the server's process per operation, in microseconds. */
  readonly cpuUs: number;
}

const shapes: readonly Shape[] = [
  { connections: 1, outstanding: 1 },
  { connections: 1, outstanding: 64 },
  { connections: 16, outstanding: 16 },
];

const echo: Subject = { actors: "echo", operation: "get", batch: false };

const subjects: readonly Subject[] = [
  echo,
  ...[false, true].flatMap((batch) =>
    ([1, 2] as const).flatMap((actors) =>
      (["get", "put"] as const).map((operation) => ({ actors, operation, batch })),
    ),
  ),
];

/**
 * Measures the echo and the servers side by side: each round calls all of them, one after the other, so that what slows
 * the machine down for a while slows all of them down.
 */
export async function measureThroughput(
  machines: Machines,
  plan: BenchPlan,
  progress: (text: string) => void,
): Promise<Throughput[]> {
  const echoServer = await machines.startEcho();
  const servers = { 1: await machines.startServer(1), 2: await machines.startServer(2) };
  const load = await machines.startLoad();
  for (const { addresses } of Object.values(servers)) {
    await load.ask({ type: "fill", address: addresses[0] ?? "", firstKey: 0, endKey: 10_000 });
  }
  const target = (shape: Shape, subject: Subject): Target => ({
    server: subject.actors === "echo" ? echoServer : servers[subject.actors].child,
    load,
    order: {
      type: "load",
      ...shape,
      addresses:
        subject.actors === "echo"
          ? [`localhost:${echoServer.port}`]
          : servers[subject.actors].addresses,
      operation: subject.operation,
      batch: subject.batch,
      durationMs: plan.sliceMs,
    },
  });
  progress("warming up");
  for (const subject of subjects) {
    await measure(target({ connections: 1, outstanding: 64 }, subject), plan.compileMs);
  }
  const results: Throughput[] = [];
  for (const shape of shapes) {
    for (const subject of subjects) {
      await measure(target(shape, subject), plan.warmUpMs);
    }
    const rounds: Measured[][] = [];
    for (let round = 1; round <= plan.rounds; round++) {
      progress(
        `${shape.connections} x ${shape.outstanding} outstanding, round ${round} of ${plan.rounds}`,
      );
      const measured: Measured[] = [];
      for (const subject of subjects)
        measured.push(await measure(target(shape, subject), plan.sliceMs));
      rounds.push(measured);
    }
    subjects.forEach((subject, index) => {
      results.push({ ...shape, ...subject, ...summary(rounds, index) });
    });
  }
  await machines.end();
  return results;
}

interface Target {
  readonly server: Child;
  readonly load: Child;
  readonly order: LoadOrder;
}

interface Measured {
  readonly perSecond: number;
  readonly cpuUs: number;
}

async function measure({ server, load, order }: Target, durationMs: number): Promise<Measured> {
  const [cpuBefore = NaN] = await server.ask({ type: "cpu" });
  const [operations = NaN, tookMs = NaN] = await load.ask({ ...order, durationMs });
  const [cpuAfter = NaN] = await server.ask({ type: "cpu" });
  return {
    perSecond: (operations / tookMs) * 1_000,
    cpuUs: (cpuAfter - cpuBefore) / operations,
  };
}

function summary(
  rounds: readonly (readonly Measured[])[],
  index: number,
): Pick<Throughput, "perSecond" | "share" | "cpuUs"> {
  const of = (number: (measured: Measured, echo: Measured) => number): number =>
    median(
      rounds.map((round) => {
        const [echoMeasured, measured] = [round[0], round[index]];
        return echoMeasured && measured ? number(measured, echoMeasured) : NaN;
      }),
    );
  return {
    perSecond: of((measured) => measured.perSecond),
    share: of((measured, echoMeasured) => measured.perSecond / echoMeasured.perSecond),
    cpuUs: of((measured) => measured.cpuUs),
  };
}
