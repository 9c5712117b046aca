/*
 * SYNC STRATEGY
 *
 * TODO(final): describe in one or two paragraphs how your query actors keep their states consistent, on one server
 * (local) and between servers (remote): what is sent, by whom, to whom, how often, and why that meets the limits of
 * sections 5.1 and 5.2 of the handout.
 */
import type { Actor, ActorContext } from "../actor/actor.js";
import { TodoError } from "../todo.js";

/**
 * The messages that a query actor accepts. Make it a union with one member, with its own `type`, per kind of message.
 */
export interface QueryMessage {
  readonly type: string;
}

/** Keeps a replica of the whole store, answers queries from it, and syncs it with the other query actors. */
export class QueryActor implements Actor<QueryMessage> {
  /** The module from which the actor's thread loads this class; do not change it. */
  static readonly module = import.meta.url;

  constructor(context: ActorContext<QueryMessage>) {
    void context;
  }

  onMessage(message: QueryMessage): void {
    void message;
    throw new TodoError("checkpoint", "write QueryActor in kvserver/query_actor.ts", "3.1");
  }
}
