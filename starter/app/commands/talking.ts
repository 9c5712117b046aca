import { closest } from "../../program.js";
import type { Player } from "../game/player.js";
import { withGift } from "../rules/dues.js";
import { playerKey } from "../rules/sheet.js";
import { nameOf, sheetsIn } from "../store/world.js";
import { clean, count, paint } from "../view/text.js";
import { companyText } from "../view/place_view.js";
import { companions } from "../view/scene.js";

/** The maximum length of a text that is sent. */
const longestText = 300;

/** Talks to the players at the same place. */
export function say(player: Player, rest: string): void {
  const text = textIn(player, rest, "Say what?");
  if (text === undefined) return;
  player.own.say({ type: "say", text });
  player.print(`You say: ${text}`);
  if (companions(player.scene).length === 0) {
    player.print(paint.faint(`${companyText(player.scene)} To be heard everywhere, shout.`));
  }
}

/** Talks to all players. */
export function shout(player: Player, rest: string): void {
  const text = textIn(player, rest, "Shout what?");
  if (text === undefined) return;
  player.own.say({ type: "shout", text });
  player.print(`You shout: ${text}`);
}

/** Does something without any effect, for others to see. */
export function emote(player: Player, rest: string): void {
  const text = textIn(player, rest, "Do what? Write it as others are to read it: emote waves");
  if (text === undefined) return;
  player.own.say({ type: "emote", text });
  player.print(`* ${paint.player(player.scene.me.name)} ${text}`);
}

/** Talks to one player. */
export function tell(player: Player, rest: string): void {
  const [, name = "", words = ""] = /^(\S*)\s*(.*)$/s.exec(rest.trim()) ?? [];
  const to = playerNamed(player, name, "Tell whom? Write: tell PLAYER TEXT");
  if (to === undefined) return;
  const text = textIn(player, words, "Tell them what?");
  if (text === undefined) return;
  player.own.say({ type: "tell", to, text });
  const { world, present } = player.scene;
  player.print(`You tell ${paint.player(nameOf(to, world))}: ${text}`);
  if (!present.has(to)) {
    player.print(
      paint.faint("Nobody is playing that name now; the next few words you say may push this out."),
    );
  }
}

/** Gives a player coins. */
export function give(player: Player, rest: string): void {
  const [name = "", number = ""] = rest.trim().split(/\s+/);
  const to = playerNamed(player, name, "Give whom? Write: give PLAYER COINS");
  if (to === undefined) return;
  const { me, world } = player.scene;
  const coins = Number(number);
  if (!/^\d+$/.test(number) || coins === 0) {
    player.print(`How many coins? Write a whole number: give ${nameOf(to, world)} 5`);
    return;
  }
  if (coins > me.coins) {
    player.print(`You have ${count(me.coins, "coin")} only.`);
    return;
  }
  player.own.sheet = withGift(me, to, coins);
  player.own.announce({ type: "gave", to, coins });
  player.print(`You give ${paint.player(nameOf(to, world))} ${paint.coins(count(coins, "coin"))}.`);
}

/** The text to say, made safe; prints `missing` and returns undefined if it is empty. */
function textIn(player: Player, rest: string, missing: string): string | undefined {
  const text = clean(rest, longestText);
  if (text !== "") return text;
  player.print(missing);
  return undefined;
}

/** The key of another player with a name; prints why and returns undefined if there is none. */
function playerNamed(player: Player, name: string, missing: string): string | undefined {
  const { key, world } = player.scene;
  const wanted = playerKey(name);
  if (name === "") {
    player.print(missing);
  } else if (wanted === key) {
    player.print("That is you. You agree with yourself at once; it is called local consistency.");
  } else if (sheetsIn(world).has(wanted)) {
    return wanted;
  } else {
    const guess = closest(wanted, [...sheetsIn(world).keys()]);
    const advice =
      guess === undefined
        ? "Type who to see who there is."
        : `Did you mean ${nameOf(guess, world)}?`;
    player.print(`There is no player of that name. ${advice}`);
  }
  return undefined;
}
