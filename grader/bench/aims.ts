/** What the reference solution shall reach, on two cores. Throughput is a share of the echo's in the same round. */
export const aims = {
  /** At 1 connection with 64 outstanding. */
  shareAt1x64: 0.75,
  shareAt1x64Batched: 0.8,
  shareAt16x16Batched: 1.1,
  /** Server CPU per operation at 1 x 64, in microseconds. The Go original takes 75 to 115. */
  cpuUs: 13,
  /** A list with 10 hits, in milliseconds, whatever the number of other keys. The Go original takes 7. */
  listMs: 0.3,
  /** The 99th percentile, in milliseconds. */
  localVisibilityMs: 150,
  /** The limit of the handout's section 5.2, in milliseconds. */
  remoteVisibilityMs: 2_000,
  bytesPerKey: 300,
} as const;
