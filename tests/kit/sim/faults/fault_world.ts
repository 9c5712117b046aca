/** Small simulated worlds with faults, and what their traces say of the faults. */
import { loadSeam } from "../../../../grader/sim/seam.js";
import { Simulation, type SimulationOptions } from "../../../../grader/sim/simulation.js";
import type { FaultSpec } from "../../../../grader/sim/faults/fault_spec.js";
import type { FaultEvent } from "../../../../grader/sim/world.js";
import type { Link, Platform } from "../../../../starter/platform/platform.js";

const seam = await loadSeam(new URL("../../../../starter/", import.meta.url));

/** A simulation without jitter of its own, so that times are exact. */
export function simulate(options: Partial<SimulationOptions> = {}): Simulation {
  return new Simulation({
    seed: 1,
    seam,
    timing: {
      linkUs: [0, 0],
      threadUs: [0, 0],
      threadStartUs: [1, 1],
      turnUs: [1, 1],
      timerLagUs: [0, 0],
    },
    ...options,
  });
}

/** What the trace says of a fault; `atMs` is since the run began. */
export type SeenFault = FaultEvent & { readonly atMs: number };

/** Runs a world with faults, and returns what its trace said of them. */
export async function traceOf<T>(
  faults: readonly FaultSpec[],
  main: (platform: Platform, simulation: Simulation) => Promise<T>,
): Promise<{ faults: SeenFault[]; value: T }> {
  const seen: SeenFault[] = [];
  const simulation = simulate({
    faults,
    startMs: 0,
    trace: (event) => {
      if (event.type !== "fault") return;
      const { atMs, what, text, servers, packet } = event as unknown as SeenFault;
      seen.push({ atMs, what, text, servers, ...(packet === undefined ? {} : { packet }) });
    },
  });
  const value = await simulation.run((platform) => main(platform, simulation));
  return { faults: seen, value };
}

/** A link from one host to another, both made for it; with what arrives at the other end, and when, in order. */
export interface TestLink {
  readonly dialled: Link;
  readonly accepted: Link;
  readonly arrivals: { readonly text: string; readonly atMs: number }[];
}

/** Opens a link between two hosts of a simulation, such as `main/s1` and `main/s2`. Await it inside of a run. */
export async function linkBetween(
  simulation: Simulation,
  from: string,
  to: string,
  latencyMs = 0,
): Promise<TestLink> {
  const [sender, receiver] = [simulation.host(from), simulation.host(to)];
  const links: Link[] = [];
  const listener = await receiver.listen({ port: 0 }, (link) => links.push(link));
  const address = `localhost:${listener.port}`;
  sender.network.setLatency(latencyMs, address);
  const dialled = await sender.dial(address);
  const [accepted] = links;
  if (accepted === undefined) throw new Error("no link was accepted");
  const arrivals: { text: string; atMs: number }[] = [];
  accepted.onMessage((text) => arrivals.push({ text, atMs: receiver.monotonicNow() }));
  return { dialled, accepted, arrivals };
}
