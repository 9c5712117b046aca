import stringWidth from "string-width";
import { currentProblem, solvedCount } from "../rules/problems.js";
import { priceOf } from "../rules/shopping.js";
import { nameOf, type World } from "../store/world.js";
import { coffeeFactor, coffeeLasts, goodIds, goods, type Good } from "../world/goods.js";
import { places } from "../world/places.js";
import { problemPlaces } from "../world/problem_sets.js";
import { rankAt } from "../world/ranks.js";
import type { Scene } from "./scene.js";
import { amount, bar, columns, count, cut, paint } from "./text.js";

/** The current problem of each place, and who has worked on it. */
export function problemsView(scene: Scene): string {
  const { me, world } = scene;
  const blocks = problemPlaces.map((place) => {
    const { problem, done, left } = currentProblem(place, world.work);
    const locked = places[place].fromRank > me.rank;
    const note = locked ? `, from ${rankAt(places[place].fromRank).title} on` : "";
    const solved = `${solvedCount(place, world.work)} solved${note}`;
    const head = `${paint.place(place)}  ${paint.title(problem.title)}  ${paint.faint(`(${solved})`)}`;
    const helpers = contributors(problem.id, world)
      .slice(0, 3)
      .map(({ name, points }) => `${paint.player(cut(name, 12))} ${amount(points)}`);
    const by = helpers.length === 0 ? "" : `  by ${helpers.join(", ")}`;
    return `${head}\n  ${paint.good(bar(done / problem.hardness, 20))} ${amount(left)} of ${amount(problem.hardness)} left${by}`;
  });
  return blocks.join("\n");
}

/** Who has worked on a problem, the most work first. */
export function contributors(problem: string, world: World): { name: string; points: number }[] {
  return [...(world.work.get(problem) ?? [])]
    .filter(([, points]) => points > 0)
    .map(([player, points]) => ({ name: nameOf(player, world), points }))
    .sort((a, b) => b.points - a.points);
}

/** The goods that the player may buy, with places, prices and effects. */
export function shopView({ me, width }: Scene): string {
  const wares = goodIds.map((id) => goods[id]);
  const rows = wares
    .filter((good) => good.fromRank <= me.rank)
    .map((good) => {
      const price = priceOf(good, me);
      const priceText = amount(price).padStart(6);
      return [
        `  ${paint.title(good.id)}`,
        me.coins >= price ? paint.coins(priceText) : paint.faint(priceText),
        effect(good),
        paint.faint(good.joke),
      ];
    });
  const locked = wares.filter((good) => good.fromRank > me.rank);
  const next = Math.min(...locked.map((good) => good.fromRank));
  const soon = locked.filter((good) => good.fromRank === next).map((good) => good.title);
  return [
    `Coffee is sold in the ${paint.place("cafe")}, all else in the ${paint.place("store")}. You have ${paint.coins(count(me.coins, "coin"))}.`,
    tableWithin(width, rows),
    ...(soon.length > 0
      ? [paint.faint(`  ${soon.join(", ")}: from ${rankAt(next).title} on`)]
      : []),
  ].join("\n");
}

/** A table, without its last column if it is too wide. */
function tableWithin(width: number, rows: readonly (readonly string[])[]): string {
  const table = columns(rows);
  const fits = table.split("\n").every((line) => stringWidth(line) <= width);
  return fits ? table : columns(rows.map((row) => row.slice(0, -1)));
}

function effect(good: Good): string {
  if (good.id === "coffee") return `x${coffeeFactor} for ${coffeeLasts} attempts`;
  return [
    [good.mining, "mining"] as const,
    [good.thinking, "thinking"] as const,
    [good.perMinute, "a minute"] as const,
  ]
    .filter(([value]) => value > 0)
    .map(([value, what]) => `+${value} ${what}`)
    .join(", ");
}
