import type { Platform } from "../../../starter/platform/platform.js";

/** A simulated host as the guard sees it. */
export interface GuardedHost {
  readonly name: string;
  readonly platform: Platform;
  /** Ends the host because of an error. */
  fail(error: Error): void;
}

/** Something that code under test should not use. Both texts are for people. */
export interface Use {
  /** Such as `Date.now()`. */
  readonly what: string;
  /** What to use instead. */
  readonly instead: string;
}

/**
 * Says whether code under test is calling, and reports it if so.
 *
 * @returns the host whose code it is; undefined when somebody else calls, who gets the real thing.
 */
export type Catch = (use: Use) => GuardedHost | undefined;
