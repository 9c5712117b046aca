import { sheetsIn } from "../store/world.js";
import { goodsAt } from "../rules/shopping.js";
import { placeIds } from "../world/places.js";
import { goodIds } from "../world/goods.js";
import type { Scene } from "../view/scene.js";
import { commandNames } from "./forms.js";
import { formOf } from "./parse.js";

/**
 * What the word at the end of a line can become: a command at first, then a place, a good or a player.
 *
 * @returns the completions, and the part of the line that they replace.
 */
export function complete(line: string, scene: Scene | undefined): [string[], string] {
  const [, before = "", word = ""] = /^(.*\s)?(\S*)$/s.exec(line.trimStart()) ?? [];
  const earlier = before.trim().split(/\s+/).filter(Boolean);
  const [first] = earlier;
  const candidates =
    first === undefined ? commandNames : earlier.length === 1 ? argumentsOf(first, scene) : [];
  const typed = word.toLowerCase();
  const fitting = candidates.filter((name) => name.toLowerCase().startsWith(typed));
  const takesMore = (name: string): boolean => first === undefined && formOf(name)?.args !== "";
  return [fitting.map((name) => (takesMore(name) ? `${name} ` : name)), word];
}

function argumentsOf(command: string, scene: Scene | undefined): readonly string[] {
  const name = formOf(command.toLowerCase())?.name;
  switch (name) {
    case "go":
      return [...placeIds, "north", "east", "south", "west"];
    case "buy": {
      const here = scene === undefined ? [] : goodsAt(scene.me.place).map(({ id }) => id);
      return here.length > 0 ? here : goodIds;
    }
    case "tell":
    case "give":
      return otherNames(scene);
    case "help":
      return commandNames;
    default:
      return [];
  }
}

function otherNames(scene: Scene | undefined): string[] {
  if (scene === undefined) return [];
  const others = [...sheetsIn(scene.world)].filter(([key]) => key !== scene.key);
  const present = others.filter(([key]) => scene.present.has(key));
  return (present.length > 0 ? present : others).map(([, { name }]) => name).sort();
}
