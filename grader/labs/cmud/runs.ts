import type { TestRuns } from "./types.js";

/**
 * How many seeds a test runs over in simulation, unless the command line says otherwise: light ones, those of hundreds of
 * Puts, and those of thousands. Five seeds see all conditions once.
 */
const lightSeeds = 20;
const mediumSeeds = 10;
const heavySeeds = 3;

/** The tests of thousands of Puts, messages or values. */
const heavy = /(Frequency|Size|Stress)[1-4]$|^Mailbox(Basic2|PushBlock)$/;

/** The tests of hundreds of Puts, all on the edge of a tie. */
const medium = /(LWW[12]|Startup5)$/;

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
  const seeds = heavy.test(id) ? heavySeeds : medium.test(id) ? mediumSeeds : lightSeeds;
  return { seeds, real: alsoReal.has(id) };
}

/** The ids that {@link runsOf} names, so that a test can see that they exist. */
export const realTests: readonly string[] = [...alsoReal];
