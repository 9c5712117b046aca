import type { ActorName } from "../../../history/scenario.js";
import type { Ports } from "../../../run/step_kind.js";

/**
 * The address at which a query actor answers queries, for a name such as `s1/0`; at which a simulated query server does,
 * for any other name.
 */
export function addressOf(name: string, ports: Ports): string {
  if (!isActor(name)) return ports.addressOf(name);
  const slash = name.lastIndexOf("/");
  return ports.addressOf(name.slice(0, slash), 1 + Number(name.slice(slash + 1)));
}

/** Whether a name is that of a query actor. */
export function isActor(name: string): name is ActorName {
  return /\/\d+$/.test(name);
}
