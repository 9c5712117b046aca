/**
 * Something unusual about the simulated world; plain data, so that it can be sent to another process and
 * written on a command line. Servers have the names that scenarios give them; times are milliseconds since the run
 * began.
 */
export type FaultSpec =
  /** Texts among these servers take a tenth of the latency. */
  | { readonly fault: "near"; readonly servers: readonly string[] }
  /** Every text between servers takes longer, by a random time up to this one. Links keep their order. */
  | { readonly fault: "jitter"; readonly upToMs: number }
  /** Texts between servers are lost with this probability (0 to 1). */
  | { readonly fault: "drop"; readonly probability: number }
  /** Texts between servers arrive twice with this probability. */
  | { readonly fault: "duplicate"; readonly probability: number }
  /** Texts between servers are overtaken by later ones on the same link with this probability. */
  | { readonly fault: "reorder"; readonly probability: number }
  /** No texts pass between two groups of servers, from one time until another. */
  | {
      readonly fault: "partition";
      readonly between: readonly [readonly string[], readonly string[]];
      readonly fromMs: number;
      readonly untilMs: number;
    }
  /** Whatever reaches a query actor (such as `s1/0`) or a whole server takes this much longer. */
  | { readonly fault: "slow"; readonly who: string; readonly byMs: number }
  /**
   * What carries a text such as a Put's value (`carrying`) takes this much longer, from one server or query actor to
   * another server or query actor; within a server, actors get everything from the server's main thread. What is sent on
   * the same way later waits for it.
   */
  | {
      readonly fault: "hold";
      readonly from: string;
      readonly to: string;
      readonly carrying: string;
      readonly byMs: number;
    }
  /** A server's wall clock is ahead by this much (behind, if negative). */
  | { readonly fault: "skew"; readonly server: string; readonly byMs: number }
  /** A server's wall clock goes back by this much at a given time, and continues from there. */
  | {
      readonly fault: "step-back";
      readonly server: string;
      readonly atMs: number;
      readonly byMs: number;
    }
  /** Wall clocks stand still and jump ahead every so often: of one server, or of all to the same times. */
  | { readonly fault: "frozen-clock"; readonly everyMs: number; readonly server?: string }
  /**
   * A server's process is killed at a time, with everything that it was doing. Whoever runs the servers restarts it at
   * `backMs`, without its state; never if that is left out.
   */
  | {
      readonly fault: "crash";
      readonly server: string;
      readonly atMs: number;
      readonly backMs?: number;
    };

/** An invalid fault, or an invalid form of one on a command line. The message says what is allowed. */
export class FaultError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "FaultError";
  }
}
