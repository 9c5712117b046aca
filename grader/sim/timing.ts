/**
 * How long things take in a simulation besides the latency that a test asks for: ranges in whole microseconds, both ends
 * included. Each time a value is drawn from the run's seed; without that, races between threads would never be seen.
 */
export interface Timing {
  /** A text on its way through a link. */
  readonly linkUs: readonly [number, number];
  /** A text on its way from one thread to another. */
  readonly threadUs: readonly [number, number];
  /** A thread on its way from `spawn` to the first line of its code. */
  readonly threadStartUs: readonly [number, number];
  /** A turn of the event loop: `after(0)`, and what needs a turn to take effect. At least 1, so that time goes on. */
  readonly turnUs: readonly [number, number];
  /** How late timers are. All timers of a host that are due in the same millisecond are late together. */
  readonly timerLagUs: readonly [number, number];
  /** What an actor takes before it handles a message. What is told to it meanwhile queues in its mailbox. */
  readonly messageUs: readonly [number, number];
  /**
   * What an actor or a whole thread of a server takes now and then to do nothing; see `Stalls`. What comes meanwhile
   * queues in the mailbox, or on the way into the thread.
   */
  readonly stallUs: readonly [number, number];
}

/** Close to what a computer with little to do shows. */
export const defaultTiming: Timing = {
  linkUs: [50, 500],
  threadUs: [10, 200],
  threadStartUs: [5_000, 30_000],
  turnUs: [1, 50],
  timerLagUs: [0, 999],
  messageUs: [0, 0],
  stallUs: [0, 0],
};
