import { bubblewrap } from "./bubblewrap.js";
import { noWall } from "./no_wall.js";
import { otherUser } from "./other_user.js";
import { wallKinds, type Wall, type WallKind } from "./wall.js";

/** Thrown if a wall is required that this machine does not have; the message is for instructors. */
export class WallError extends Error {}

/**
 * Chooses the wall for a grading.
 *
 * @param wanted a kind, or `auto` for the strongest one that works on this machine.
 * @param kit the folder of the kit.
 * @throws {@link WallError} if the wanted kind does not work here.
 */
export async function chooseWall(wanted: WallKind | "auto", kit: string): Promise<Wall> {
  const reasons: string[] = [];
  for (const kind of wanted === "auto" ? wallKinds : [wanted]) {
    const found = await builders[kind](kit);
    if (typeof found !== "string") return found;
    reasons.push(found);
  }
  throw new WallError(`cannot build the wall ${wanted}: ${reasons.join("; ")}`);
}

/** Each builds a wall, or says why it does not work on this machine. */
const builders: Readonly<Record<WallKind, (kit: string) => Promise<Wall | string>>> = {
  bubblewrap,
  user: otherUser,
  none: () => Promise.resolve(noWall),
};
