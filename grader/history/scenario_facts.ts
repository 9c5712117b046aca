import type { Scenario, Step } from "./scenario.js";

/** Every step of a scenario, those inside of other steps included, in the order in which they are written. */
export function* allSteps(steps: readonly Step[]): Generator<Step> {
  for (const step of steps) {
    yield step;
    if (step.do === "parallel") for (const branch of step.branches) yield* allSteps(branch);
    if (step.do === "paced") yield* allSteps(step.steps);
  }
}

/** Matches the values that are looked for in messages; see {@link TellRecord.values}. */
export const traceableValue = /~[A-Za-z0-9.-]+~/g;

/** The values of a scenario's Puts that can be found in messages: those of the form `~letters.digits-dashes~`. */
export function traceableValues(scenario: Scenario): ReadonlySet<string> {
  const values = new Set<string>();
  for (const step of allSteps(scenario.steps)) {
    if ("value" in step && new RegExp(`^${traceableValue.source}$`).test(step.value)) {
      values.add(step.value);
    }
  }
  return values;
}

/** How many threads a scenario's process has at most: its own, the clients', and those of servers and their actors. */
export function threadsOf(scenario: Scenario): number {
  let threads = 2;
  for (const step of allSteps(scenario.steps)) {
    if (step.do === "startServer") threads += 1 + step.actors;
    if (step.do === "startSystem") threads += 2;
  }
  return threads;
}

/** How long a scenario takes at least, in milliseconds: its waits and paces, not what its threads need to start. */
export function leastDurationMs(steps: readonly Step[]): number {
  let totalMs = 0;
  for (const step of steps) {
    if (step.do === "wait") totalMs += step.ms;
    if (step.do === "parallel") totalMs += Math.max(0, ...step.branches.map(leastDurationMs));
    if (step.do === "paced") totalMs += step.everyMs * Math.max(0, step.steps.length - 1);
  }
  return totalMs;
}
