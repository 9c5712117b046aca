import { closest } from "../../program.js";
import type { Player } from "../game/player.js";
import { adviceFor } from "../rules/advice.js";
import { goodsAt } from "../rules/shopping.js";
import { directionMeant, directions } from "../rules/walking.js";
import { sheetsIn } from "../store/world.js";
import { problemsView, shopView } from "../view/board_view.js";
import { mapView } from "../view/map_view.js";
import { latelyView } from "../view/news_view.js";
import { placeView } from "../view/place_view.js";
import { inventoryView, playersView, statsView } from "../view/player_views.js";
import type { Scene } from "../view/scene.js";
import { pad, paint } from "../view/text.js";
import { goodIds } from "../world/goods.js";
import { placeIds } from "../world/places.js";
import { apply, buy, mine, solve } from "./earning.js";
import { go } from "./moving.js";
import { emote, give, say, shout, tell } from "./talking.js";

/** Executes a command; `rest` is the line after its name. */
type Run = (player: Player, rest: string) => void | Promise<void>;

/** A command: its syntax and its implementation. */
export interface Command {
  readonly group: "World" | "Career" | "Others" | "Game";
  readonly name: string;
  /** Other names for it. */
  readonly aliases: readonly string[];
  /** The arguments, for help. */
  readonly args: string;
  readonly summary: string;
  readonly run: Run;
  /** The candidates for the first word after the name. */
  readonly complete: (scene: Scene | undefined) => readonly string[];
}

/** The number of items that `news` shows. */
const newsShown = 12;

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  command("World", "look, l", "see where you are, and who else is", showing(placeView)),
  command("World", "go, walk PLACE", "walk there; or north, east, south, west", go, () => [
    ...placeIds,
    ...directions,
  ]),
  command("World", "map", "see all places and all players", showing(mapView)),
  command("World", "problems, board", "see what everybody works on", showing(problemsView)),
  command("Career", "mine, m", "mine a block by hand", mine),
  command("Career", "solve, s, work", "attempt the problem of the place: a puzzle", solve),
  command("Career", "shop", "see what there is to buy", showing(shopView)),
  command("Career", "buy, b GOOD", "buy something where it is sold", buy, goodNames),
  command("Career", "apply", "ask the registrar for the next rank", apply),
  command(
    "Career",
    "next, hint",
    "be told what to do next",
    showing(({ me, insight }) => adviceFor(me, insight).text),
  ),
  command("Career", "stats, me", "see your coins, insight and rank", showing(statsView)),
  command("Career", "inventory, i, inv", "see what you own", showing(inventoryView)),
  command("Others", "who, players", "see all players", showing(playersView)),
  command("Others", "say, ' TEXT", "talk to those in the same place", say),
  command("Others", "shout TEXT", "talk to everybody", shout),
  command("Others", "tell, t PLAYER TEXT", "talk to one player", tell, otherNames),
  command("Others", "emote, : TEXT", "do something harmless: emote waves", emote),
  command("Others", "give PLAYER COINS", "give a player coins", give, otherNames),
  command(
    "Others",
    "news",
    "see what happened lately",
    showing((scene) => latelyView(scene, newsShown) || "It has been quiet lately."),
  ),
  command("Game", "help, ? [COMMAND]", "see this list", help, () => commandNames),
  // The game itself executes this one.
  command("Game", "quit, exit, q", "leave; your career waits for you", () => undefined),
];

const commandNames: readonly string[] = commands.map(({ name }) => name);

/** A parsed line. */
export type Parsed =
  | { readonly type: "nothing" }
  | { readonly type: "command"; readonly command: Command; readonly rest: string }
  | { readonly type: "unknown"; readonly advice: string };

/** Parses a line. A command may be abbreviated as long as it is unambiguous. */
export function parseLine(line: string): Parsed {
  const trimmed = line.trim();
  if (trimmed === "") return { type: "nothing" };
  // No space is required after a sign: 'hello
  const [, word = "", rest = ""] =
    /^([':?])\s*(.*)$/s.exec(trimmed) ?? /^(\S+)\s*(.*)$/s.exec(trimmed) ?? [];
  const typed = word.toLowerCase();
  const named = commandOf(typed);
  if (named !== undefined) return { type: "command", command: named, rest };
  // A letter is a direction only if it is not a command: s is solve.
  const direction = directionMeant(typed);
  const walk = commandOf("go");
  if (direction !== undefined && walk !== undefined) {
    return { type: "command", command: walk, rest: direction };
  }
  const starting = commands.filter(({ name }) => name.startsWith(typed));
  const [only, another] = starting;
  if (only !== undefined && another === undefined) return { type: "command", command: only, rest };
  return { type: "unknown", advice: adviceOn(typed, starting) };
}

/**
 * Completes the word at the end of a line: the first word to a command, the second to one of its arguments.
 *
 * @returns the completions, and the part of the line that they replace.
 */
export function complete(line: string, scene: Scene | undefined): [string[], string] {
  const [, before = "", word = ""] = /^(.*\s)?(\S*)$/s.exec(line.trimStart()) ?? [];
  const [first, second] = before.trim().split(/\s+/).filter(Boolean);
  let candidates: readonly string[] = [];
  if (first === undefined) {
    candidates = commands.map(({ name, args }) => (args === "" ? name : `${name} `));
  } else if (second === undefined) {
    candidates = commandOf(first.toLowerCase())?.complete(scene) ?? [];
  }
  const typed = word.toLowerCase();
  return [candidates.filter((name) => name.toLowerCase().startsWith(typed)), word];
}

/** Creates a command from its name, aliases and arguments, as in `say, ' TEXT`. */
function command(
  group: Command["group"],
  usage: string,
  summary: string,
  run: Run,
  complete: Command["complete"] = () => [],
): Command {
  const [, names = "", args = ""] = /^((?:\S+, )*\S+) ?(.*)$/.exec(usage) ?? [];
  const [name = "", ...aliases] = names.split(", ");
  return { group, name, aliases, args, summary, run, complete };
}

function commandOf(word: string): Command | undefined {
  return commands.find(({ name, aliases }) => name === word || aliases.includes(word));
}

function showing(view: (scene: Scene) => string): Run {
  return (player) => {
    player.print(view(player.scene));
  };
}

/** Prints the list of commands, or the help for one. */
function help(player: Player, about: string): void {
  const one = commandOf(about.trim().toLowerCase());
  if (one !== undefined) {
    const also = one.aliases.length > 0 ? ` (also ${one.aliases.join(", ")})` : "";
    player.print(`${paint.title(`${one.name} ${one.args}`.trim())}${also}: ${one.summary}`);
    return;
  }
  const lines = commands.map(({ group, name, aliases, args, summary }, i) => {
    const head = commands[i - 1]?.group === group ? "" : group;
    const short = aliases.find((alias) => alias.length === 1);
    const usage = `${name}${short === undefined ? "" : `, ${short}`} ${args}`.trim();
    return `${pad(paint.title(head), 8)}${pad(usage, 22)}${paint.faint(summary)}`;
  });
  player.print(lines.join("\n"));
}

function adviceOn(typed: string, starting: readonly Command[]): string {
  if (starting.length > 1) return `Which one: ${starting.map(({ name }) => name).join(", ")}?`;
  const names = commands.flatMap(({ name, aliases }) => [
    name,
    ...aliases.filter((alias) => alias.length > 2),
  ]);
  const guess = closest(typed, [...names, ...directions]);
  return guess === undefined
    ? "There is no such command; help lists them all. To talk, begin with a ' mark."
    : `There is no such command. Did you mean ${guess}?`;
}

function goodNames(scene: Scene | undefined): readonly string[] {
  const here = scene === undefined ? [] : goodsAt(scene.me.place).map(({ id }) => id);
  return here.length > 0 ? here : goodIds;
}

function otherNames(scene: Scene | undefined): readonly string[] {
  if (scene === undefined) return [];
  const others = [...sheetsIn(scene.world)].filter(([key]) => key !== scene.key);
  const present = others.filter(([key]) => scene.present.has(key));
  return (present.length > 0 ? present : others).map(([, { name }]) => name).sort();
}
