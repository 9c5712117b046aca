/**
 * Something about the simulated world that is not as usual; plain data, so that it can be handed to another process and
 * written on a command line. Servers are named as scenarios name them; times are milliseconds since the run began.
 */
export type FaultSpec =
  /** Every text between servers takes up to this much longer, each as the seed says. Order on a link is kept. */
  | { readonly fault: "jitter"; readonly upToMs: number }
  /** Texts between servers are lost with this probability (0 to 1). */
  | { readonly fault: "drop"; readonly probability: number }
  /** Texts between servers arrive twice with this probability. */
  | { readonly fault: "duplicate"; readonly probability: number }
  /** Texts between servers are overtaken by later ones on the same link with this probability. */
  | { readonly fault: "reorder"; readonly probability: number }
  /** Nothing gets through between two groups of servers, from a time on until another; then it does again. */
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
   * A server's process is killed at a time, with all that it had under way. Who runs the servers starts it again at
   * `backMs`, with nothing of what it had; never, when left out.
   */
  | {
      readonly fault: "crash";
      readonly server: string;
      readonly atMs: number;
      readonly backMs?: number;
    };

/** A fault, or its form on a command line, that cannot be. The message says what is allowed, for people. */
export class FaultError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "FaultError";
  }
}
