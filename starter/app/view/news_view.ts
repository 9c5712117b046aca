import { problemOf } from "../rules/problems.js";
import type { Authored, Deed, Speech } from "../store/records.js";
import { nameOf } from "../store/world.js";
import { goods } from "../world/goods.js";
import { rankAt } from "../world/ranks.js";
import type { Scene } from "./scene.js";
import { amount, clean, count, paint } from "./text.js";

/** A line about a deed of another player; undefined if the player does not see it. */
export function deedLine(item: Authored<Deed>, scene: Scene): string | undefined {
  const { key, me, world } = scene;
  const { what, player, place } = item;
  const name = paint.player(nameOf(player, world));
  const here = place === me.place;
  switch (what.type) {
    case "joined":
      return `${name} enters the game, in the ${paint.place(place)}.`;
    case "left":
      return `${name} leaves the game.`;
    case "arrived":
      return here ? `${name} arrives from the ${paint.place(what.from)}.` : undefined;
    case "departed":
      return here ? `${name} leaves for the ${paint.place(what.to)}.` : undefined;
    case "struckGold":
      return `${name} finds a golden block: ${paint.coins(count(what.coins, "coin"))}!`;
    case "bought":
      return here ? `${name} buys ${goods[what.good].title}.` : undefined;
    case "worked": {
      const problem = problemOf(what.problem);
      return here && problem !== undefined
        ? `${name} wears down "${problem.title}" by ${amount(what.points)}.`
        : undefined;
    }
    case "gave":
      return what.to === key || !here
        ? undefined
        : `${name} gives ${paint.player(nameOf(clean(what.to, 20), world))} ${count(what.coins, "coin")}.`;
    case "promoted":
      return `${name} is a ${paint.title(rankAt(what.rank).title)} now.`;
  }
}

/** A line with a speech of another player; undefined if the player does not hear it. */
export function speechLine(item: Authored<Speech>, scene: Scene): string | undefined {
  const { key, me, world } = scene;
  const { what, player, place } = item;
  const name = paint.player(nameOf(player, world));
  const text = clean(what.text);
  switch (what.type) {
    case "say":
      return place === me.place ? `${name} says: ${text}` : undefined;
    case "shout":
      return `${name} shouts from the ${paint.place(place)}: ${paint.title(text)}`;
    case "emote":
      return place === me.place ? `* ${name} ${text}` : undefined;
    case "tell":
      return what.to === key ? `${name} tells you: ${text}` : undefined;
  }
}

/** The last `most` lines about deeds and speeches of others that the player may know; empty if there are none. */
export function latelyView(scene: Scene, most: number): string {
  const { key, world } = scene;
  const lines = [
    ...world.news.map((item) => ({ ...item, line: deedLine(item, scene) })),
    ...world.chat.map((item) => ({ ...item, line: speechLine(item, scene) })),
  ];
  return lines
    .filter(({ player }) => player !== key)
    .sort((a, b) => a.atMs - b.atMs)
    .flatMap(({ line }) => (line === undefined ? [] : [`  ${line}`]))
    .slice(-most)
    .join("\n");
}
