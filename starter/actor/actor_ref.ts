import { inspect } from "node:util";

declare const messageType: unique symbol;

/**
 * The name of an actor (or of a channel, see `ActorSystem.newChannelRef`) that takes messages of type `M`.
 *
 * Plain data: it can be put into messages, goes through JSON and means the same on every server. Holding one says
 * nothing about whether the actor still exists.
 */
export interface ActorRef<in M> {
  /** The address of the actor's system, `host:port`. */
  readonly address: string;
  /** The actor within its system. */
  readonly id: number;
  /** Never there; it lets the compiler refuse messages of another type. */
  readonly [messageType]?: (message: M) => void;
}

/**
 * Throws a `TypeError` that says so when something is no ref. The compiler knows, but what a message brought in may have
 * been written by another program.
 */
export function requireRef(value: unknown): void {
  const ref = value as Partial<ActorRef<never>> | null | undefined;
  if (typeof ref?.address === "string" && Number.isInteger(ref.id)) return;
  throw new TypeError(
    `a message goes to an actor ref, { address, id }, and not to ${inspect(value)}`,
  );
}

/** A string that names the actor among all actors of all servers: the same everywhere, so it can break ties. */
export function uid(ref: ActorRef<never>): string {
  return `${ref.address}/${ref.id}`;
}
