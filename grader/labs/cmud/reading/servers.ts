import type { ActorName } from "../../../history/scenario.js";

/** The server of a query actor. */
export function serverOf(actor: ActorName): string {
  return actor.slice(0, actor.lastIndexOf("/"));
}

/** The place of a query actor among its server's, from 0 on. */
export function indexOf(actor: ActorName): number {
  return Number(actor.slice(actor.lastIndexOf("/") + 1));
}
