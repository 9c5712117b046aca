import type { TestRuns } from "./types.js";

/** How many seeds a light test runs over in simulation, and a heavy one, unless the command line says otherwise. */
const lightSeeds = 20;
const heavySeeds = 3;

/** The tests of thousands of Puts, messages or values. */
const heavy = /(Frequency|Size|Stress)[1-4]$|^Mailbox(Basic2|PushBlock)$/;

/**
 * The tests that run on real threads and sockets too, unless the command line says otherwise: of each kind of thing that
 * a simulation only plays (threads, sockets, connections that break, many cores at once) the most demanding ones.
 */
const alsoReal: ReadonlySet<string> = new Set([
  "ClientGet",
  "ClientPut",
  "ClientSequential",
  "ClientConcurrent",
  "MailboxMultiple",
  "OneActorTrace",
  "OneActorMultiClient2",
  "RemoteTellOrder",
  "LocalSyncFrequency4",
  "LocalSyncStress2",
  "RemoteSyncLocal2",
  "RemoteSyncNoBcast1",
  "RemoteSyncLWW2",
  "RemoteSyncStress1",
  "ServerStartup4",
]);

/** Where a test runs, and how often. */
export function runsOf(id: string): TestRuns {
  return { seeds: heavy.test(id) ? heavySeeds : lightSeeds, real: alsoReal.has(id) };
}

/** The ids that {@link runsOf} names, so that a test can see that they exist. */
export const realTests: readonly string[] = [...alsoReal];
