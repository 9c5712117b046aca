/**
 * V8's options for a process that works on one thread and makes much garbage. A large nursery leaves most of it to die
 * there, and the collector does without helper threads: these take a sixth more processor time and save none. Three times
 * the nursery comes on top of the heap, so it is smaller where there is little memory.
 */
export function garbageOptions(heapMiB: number): readonly string[] {
  const nurseryMiB = heapMiB < 512 ? 8 : 32;
  return [
    `--max-old-space-size=${heapMiB}`,
    "--single-threaded-gc",
    `--min-semi-space-size=${nurseryMiB / 2}`,
    `--max-semi-space-size=${nurseryMiB}`,
  ];
}
