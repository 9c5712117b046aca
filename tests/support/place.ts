import type { ActorName } from "../../grader/history/scenario.js";
import type { Step } from "../../grader/labs/cmud/steps/index.js";
import { atLatency } from "./steps.js";
import { latencyMs, localLimitMs, remoteLimitMs } from "./timing.js";

/**
 * The setting of a trace: how many servers with how many query actors each, and the limits and latency between them.
 */
export interface Place {
  readonly servers: number;
  readonly actors: number;
  /** The query actors of the last server, if there are not as many as on the others. */
  readonly lastActors?: number;
  /** How long a Put may take to show on every query actor, in milliseconds. */
  readonly limitMs: number;
  /** One-way latency between the servers, in milliseconds. */
  readonly latencyMs: number;
  /** The section of the handout with the rule. */
  readonly section: "5.1" | "5.2";
}

/** One server with some query actors. */
export function oneServer(actors: number): Place {
  return { servers: 1, actors, limitMs: localLimitMs, latencyMs: 0, section: "5.1" };
}

/** Several servers with the same number of query actors each, far from each other. */
export function manyServers(servers: number, actors: number): Place {
  return { servers, actors, limitMs: remoteLimitMs, latencyMs, section: "5.2" };
}

/** The names of a place's servers, in the order of their starts. */
export function serversOf(place: Place): string[] {
  return Array.from({ length: place.servers }, (_, index) => `s${index + 1}`);
}

/** The query actors of one server. */
export function actorsAt(server: string, count: number): ActorName[] {
  return Array.from({ length: count }, (_, index): ActorName => `${server}/${index}`);
}

/** All query actors of a place, server by server. */
export function actorsOf(place: Place): ActorName[] {
  return serversOf(place).flatMap((server) => actorsAt(server, actorsOn(place, server)));
}

/**
 * Starts all servers of a place, one after another, and waits until they know each other. Other tests are about what
 * happens in the meantime.
 */
export function startServers(place: Place): Step[] {
  const starts = serversOf(place).map((server) => startServer(server, actorsOn(place, server)));
  return place.servers === 1 ? starts : [...starts, { do: "wait", ms: 2.5 * place.latencyMs }];
}

/** Starts one server, which gets the descs of all servers before it. */
export function startServer(server: string, actors: number): Step {
  return { do: "startServer", server, actors };
}

/**
 * The same, where the last server starts at its second try. The first one fails on a fast network, so whoever tells the
 * others too early has told them by then.
 */
export function startServersWithFailure(place: Place): Step[] {
  const last = `s${place.servers}`;
  return startServers(place).flatMap((step): Step[] =>
    step.do !== "startServer" || step.server !== last
      ? [step]
      : startServerAgain(last, step.actors, place.latencyMs),
  );
}

/** Starts one server at its second try; the first one fails on a fast network. */
export function startServerAgain(server: string, actors: number, usualMs: number): Step[] {
  return atLatency(1, [{ do: "startServer", server, actors, afterFailure: true }], usualMs);
}

function actorsOn({ actors, lastActors = actors, servers }: Place, server: string): number {
  return server === `s${servers}` ? lastActors : actors;
}

/** A place in words, such as "2 servers with 4 query actors each". */
export function describePlace({ servers, actors, lastActors }: Place): string {
  const each = actors === 1 ? "one query actor" : `${actors} query actors`;
  if (servers === 1) return `one server with ${each}`;
  if (lastActors === undefined) return `${servers} servers with ${each} each`;
  return `${servers - 1} servers with ${each} each and one with ${lastActors}`;
}
