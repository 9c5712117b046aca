import { belongsTo, serverOfHost } from "./host_names.js";

/**
 * What the wall clock of a host shows, as a pure function; in milliseconds since 1970, with fractions. Only
 * `Platform.now` shows it: durations, timers and traces keep the true time.
 *
 * @param host is the host's name.
 * @param trueMs is the time.
 * @param shownMs is what the rules before this one show; the time, if there are none.
 */
export type ClockRule = (host: string, trueMs: number, shownMs: number) => number;

/** A rule that applies one rule after the other. */
export function combineClocks(rules: readonly ClockRule[]): ClockRule {
  return (host, trueMs, shownMs) =>
    rules.reduce((shown, rule) => rule(host, trueMs, shown), shownMs);
}

/** The clock of a server is ahead, or behind if `byMs` is negative. */
export function skewedClock(server: string, byMs: number): ClockRule {
  return (host, _, shownMs) => (belongsTo(host, server) ? shownMs + byMs : shownMs);
}

/** The clock of a server steps back when the time is `atMs`, in milliseconds since 1970, and goes on from there. */
export function steppingClock(server: string, atMs: number, byMs: number): ClockRule {
  return (host, trueMs, shownMs) =>
    trueMs >= atMs && belongsTo(host, server) ? shownMs - byMs : shownMs;
}

/** The clock of a server, or those of all servers, show multiples of `everyMs` only, rounded down. */
export function frozenClock(everyMs: number, server?: string): ClockRule {
  return (host, _, shownMs) => {
    const frozen =
      server === undefined ? serverOfHost(host) !== undefined : belongsTo(host, server);
    return frozen ? Math.floor(shownMs / everyMs) * everyMs : shownMs;
  };
}
