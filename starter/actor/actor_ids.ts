/**
 * How the ids of one actor system are divided among its threads, so that an id tells where a message goes. A thread has
 * the number of the actor for which it was started; 0 is the system's own thread.
 *
 * Actors that the system started have small ids. Their children, and the channels of their threads, have a range of ids
 * for each thread: positive for children, negative for channels. No actor's id is used twice.
 */

/** The size of each thread's ranges; decimal, so that 2000000003 can be read as the third child on thread 2. */
const idsPerThread = 1_000_000_000;

/** The number of the thread that an actor or a channel belongs to. */
export function threadOf(id: number): number {
  if (id < 0) return Math.floor((-id - 1) / idsPerThread);
  return id < idsPerThread ? id : Math.floor(id / idsPerThread);
}

/** Whether an id belongs to a channel. */
export function isChannelId(id: number): boolean {
  return id < 0;
}

/** The id of a thread's n-th child actor; n begins with 1. */
export function childId(thread: number, n: number): number {
  return thread * idsPerThread + n;
}

/** The id of a thread's n-th channel; n begins with 1. Ids recur when the channels that had them expired long ago. */
export function channelId(thread: number, n: number): number {
  return -(thread * idsPerThread + ((n - 1) % idsPerThread) + 1);
}
