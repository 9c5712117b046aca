import { inspect } from "node:util";

declare const messageType: unique symbol;

/**
 * The name of an actor (or of a channel, see `ActorSystem.newChannelRef`) that accepts messages of type `M`.
 *
 * Plain data: it can be sent in messages, survives JSON, and identifies the same actor on every server. Having a ref
 * does not mean that the actor still exists.
 */
export interface ActorRef<in M> {
  /** The address of the actor's system, `host:port`. */
  readonly address: string;
  /** Identifies the actor within its system. */
  readonly id: number;
  /** Never present; it lets the compiler reject messages of a different type. */
  readonly [messageType]?: (message: M) => void;
}

/**
 * Throws a `TypeError` if a value is not a ref. The compiler checks this, too, but a value from a message may come from
 * another program.
 */
export function requireRef(value: unknown): void {
  const ref = value as Partial<ActorRef<never>> | null | undefined;
  if (typeof ref?.address === "string" && Number.isInteger(ref.id)) return;
  throw new TypeError(
    `a message goes to an actor ref, { address, id }, and not to ${inspect(value)}`,
  );
}

/**
 * A string that identifies the actor among all actors of all servers. It is the same everywhere, so it can break ties.
 */
export function uid(ref: ActorRef<never>): string {
  return `${ref.address}/${ref.id}`;
}
