import { currentProblem } from "../rules/problems.js";
import { goodsAt, priceOf } from "../rules/shopping.js";
import { directionOf } from "../rules/walking.js";
import { nameOf } from "../store/world.js";
import { places, type PlaceId } from "../world/places.js";
import { isProblemPlace } from "../world/problem_sets.js";
import { rankAt } from "../world/ranks.js";
import { companions, type Scene } from "./scene.js";
import { amount, bar, enumerate, paint } from "./text.js";

/** The description of the player's place. */
export function placeView(scene: Scene): string {
  const { me } = scene;
  const place = places[me.place];
  const lines = [
    paint.title(paint.place(place.title)),
    place.description,
    ...sights(scene),
    `Ways: ${place.exits.map((exit) => wayText(scene, exit)).join(", ")}`,
  ];
  return lines.join("\n");
}

/** A sentence that names the other players at the place. */
export function companyText(scene: Scene): string {
  const others = companions(scene).map((key) => paint.player(nameOf(key, scene.world)));
  if (others.length === 0) return "Nobody else is here.";
  return `${enumerate(others)} ${others.length === 1 ? "is" : "are"} here.`;
}

/** The progress on the place's problem; undefined if it has none. */
export function problemLine(scene: Scene): string | undefined {
  const { me, world } = scene;
  if (!isProblemPlace(me.place)) return undefined;
  const { problem, done, left } = currentProblem(me.place, world.work);
  const share = bar(done / problem.hardness, 20);
  return `Problem ${problem.number}: ${paint.title(problem.title)}\n  ${paint.good(share)} ${amount(left)} of ${amount(problem.hardness)} left`;
}

function sights(scene: Scene): string[] {
  const { me } = scene;
  const lines = [companyText(scene)];
  const problem = problemLine(scene);
  if (problem !== undefined) lines.push(`${problem}  ${paint.faint("(solve)")}`);
  if (places[me.place].mining > 0) {
    const factor = places[me.place].mining;
    const yields = factor === 1 ? "" : `, and blocks bring ${factor} times as much as at home`;
    lines.push(`There is a free socket${yields}.  ${paint.faint("(mine)")}`);
  }
  const wares = goodsAt(me.place).filter((good) => good.fromRank <= me.rank);
  if (wares.length > 0) {
    const list = wares.map((good) => `${good.id} ${paint.coins(amount(priceOf(good, me)))}`);
    lines.push(`For sale: ${list.join(", ")}  ${paint.faint("(shop, buy)")}`);
  }
  if (me.place === "registrar") lines.push(`The clerk looks up.  ${paint.faint("(apply)")}`);
  return lines;
}

function wayText({ me }: Scene, exit: PlaceId): string {
  const { fromRank } = places[exit];
  const locked = fromRank > me.rank ? paint.faint(` (from ${rankAt(fromRank).title} on)`) : "";
  return `${directionOf(me.place, exit)} to ${paint.place(exit)}${locked}`;
}
