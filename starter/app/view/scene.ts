import type { Sheet } from "../rules/sheet.js";
import type { World } from "../store/world.js";

/** The world as a player sees it. */
export interface Scene {
  /** The player's key. */
  readonly key: string;
  readonly me: Sheet;
  readonly world: World;
  /** The keys of all players who are present, including the player. */
  readonly present: ReadonlySet<string>;
  readonly insight: number;
  /** The width for texts, in columns. */
  readonly width: number;
}

/** The keys of the other players who are present at the same place. */
export function companions({ key, me, world, present }: Scene): string[] {
  return [...present].filter(
    (other) => other !== key && world.players.get(other)?.sheet?.place === me.place,
  );
}
