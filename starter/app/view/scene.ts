import type { Sheet } from "../rules/sheet.js";
import type { World } from "../store/world.js";

/** What there is to show: the world as a player sees it. */
export interface Scene {
  /** The player's key. */
  readonly key: string;
  readonly me: Sheet;
  readonly world: World;
  /** The keys of those who are playing now, the player too. */
  readonly present: ReadonlySet<string>;
  readonly insight: number;
  /** How many columns texts may take. */
  readonly width: number;
}

/** The keys of the others who are playing now and are in the same place. */
export function companions({ key, me, world, present }: Scene): string[] {
  return [...present].filter(
    (other) => other !== key && world.players.get(other)?.sheet?.place === me.place,
  );
}
