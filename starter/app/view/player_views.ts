import { nextRank } from "../rules/promotion.js";
import { machinesPerMinute, miningPower, thinkingPower } from "../rules/powers.js";
import { insightOf } from "../rules/problems.js";
import { sheetsIn } from "../store/world.js";
import { goods, isGoodId } from "../world/goods.js";
import { rankAt } from "../world/ranks.js";
import type { Scene } from "./scene.js";
import { amount, bar, columns, count, paint } from "./text.js";

/** The maximum number of players in the list. */
const mostPlayers = 15;

/** A player's figures. */
export function statsView(scene: Scene): string {
  const { me, insight } = scene;
  const next = nextRank(me);
  const lines = [
    `${paint.player(me.name)}, ${paint.title(rankAt(me.rank).title)}`,
    `  coins     ${paint.coins(amount(me.coins))}`,
    `  insight   ${paint.insight(amount(insight))}`,
    `  mining    ${count(miningPower(me), "coin")} for an ordinary block`,
    `  thinking  ${amount(thinkingPower(me))} for an attempt${me.coffee > 0 ? `, doubled by coffee for ${me.coffee} more` : ""}`,
    `  machines  ${count(machinesPerMinute(me), "coin")} a minute by themselves`,
  ];
  if (me.streak > 1) lines.push(`  streak    ${me.streak} correct answers in a row`);
  if (next === undefined) return lines.join("\n");
  return [
    ...lines,
    `To become a ${paint.title(next.title)}:`,
    `  ${paint.insight(bar(insight / next.insight, 20))} ${amount(Math.min(insight, next.insight))} of ${amount(next.insight)} insight`,
    `  ${paint.coins(bar(me.coins / next.fee, 20))} ${amount(Math.min(me.coins, next.fee))} of ${amount(next.fee)} coins`,
  ].join("\n");
}

/** A player's goods. */
export function inventoryView({ me }: Scene): string {
  const rows = Object.entries(me.goods).flatMap(([id, n]) =>
    isGoodId(id) && n > 0
      ? [[`  ${n} x`, paint.title(goods[id].title), paint.faint(goods[id].joke)]]
      : [],
  );
  const laptop = [
    "  1 x",
    paint.title("the laptop from home"),
    paint.faint("has a fan, can guess"),
  ];
  const cups = me.coffee > 0 ? `, and coffee for ${count(me.coffee, "attempt")}` : "";
  return `You have ${paint.coins(count(me.coins, "coin"))}${cups}.\n${columns([laptop, ...rows])}`;
}

/** All players, the highest ranks first. */
export function playersView({ key, world, present }: Scene): string {
  const players = [...sheetsIn(world)]
    .map(([player, sheet]) => ({ player, sheet, insight: insightOf(player, world.work) }))
    .sort((a, b) => b.sheet.rank - a.sheet.rank || b.insight - a.insight);
  const rows = players
    .slice(0, mostPlayers)
    .map(({ player, sheet, insight }) => [
      `  ${paint.player(sheet.name)}${player === key ? " (you)" : ""}`,
      rankAt(sheet.rank).title,
      paint.insight(`${amount(insight)} insight`),
      present.has(player) ? `in ${paint.place(sheet.place)}` : paint.faint("away"),
    ]);
  const more = players.length - rows.length;
  return [
    `${count(present.size, "player")} here now, ${players.length} in all:`,
    columns(rows),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join("\n");
}
