import { closest } from "../../program.js";
import { withGift } from "../rules/dues.js";
import { playerKey } from "../rules/sheet.js";
import { nameOf, sheetsIn } from "../store/world.js";
import { clean, count, wrap } from "../view/text.js";
import { companyText } from "../view/place_view.js";
import { companions } from "../view/scene.js";
import type { Turn } from "./turn.js";

/** The longest text that is sent, in characters. */
const longestText = 300;

/** Talks to those in the same place. */
export function say(turn: Turn, rest: string): void {
  const text = textIn(turn, rest, "Say what?");
  if (text === undefined) return;
  turn.say({ type: "say", text });
  const alone = companions(turn.scene).length === 0;
  turn.print(wrap(`You say: ${text}`, turn.scene.width, "  "));
  if (alone)
    turn.print(turn.scene.paint.faint(`${companyText(turn.scene)} To be heard everywhere, shout.`));
}

/** Talks to everybody. */
export function shout(turn: Turn, rest: string): void {
  const text = textIn(turn, rest, "Shout what?");
  if (text === undefined) return;
  turn.say({ type: "shout", text });
  turn.print(wrap(`You shout: ${text}`, turn.scene.width, "  "));
}

/** Does something that has no effect but to be seen. */
export function emote(turn: Turn, rest: string): void {
  const text = textIn(turn, rest, "Do what? Write it as others are to read it: emote waves");
  if (text === undefined) return;
  turn.say({ type: "emote", text });
  turn.print(`* ${turn.scene.paint.player(turn.scene.me.name)} ${text}`);
}

/** Talks to one player. */
export function tell(turn: Turn, rest: string): void {
  const [, name = "", words = ""] = /^(\S*)\s*(.*)$/s.exec(rest.trim()) ?? [];
  const to = playerNamed(turn, name, "Tell whom? Write: tell PLAYER TEXT");
  if (to === undefined) return;
  const text = textIn(turn, words, "Tell them what?");
  if (text === undefined) return;
  turn.say({ type: "tell", to, text });
  const { world, present, paint } = turn.scene;
  turn.print(`You tell ${paint.player(nameOf(to, world))}: ${text}`);
  if (!present.has(to)) {
    turn.print(
      paint.faint("Nobody is playing that name now; the next few words you say may push this out."),
    );
  }
}

/** Gives a player coins. */
export function give(turn: Turn, rest: string): void {
  const [name = "", number = ""] = rest.trim().split(/\s+/);
  const to = playerNamed(turn, name, "Give whom? Write: give PLAYER COINS");
  if (to === undefined) return;
  const { me, world, paint } = turn.scene;
  const coins = Number(number);
  if (!/^\d+$/.test(number) || coins === 0) {
    turn.print(`How many coins? Write a whole number: give ${nameOf(to, world)} 5`);
    return;
  }
  if (coins > me.coins) {
    turn.print(`You have ${count(me.coins, "coin")} only.`);
    return;
  }
  turn.update(withGift(me, to, coins));
  turn.announce({ type: "gave", to, coins });
  turn.print(`You give ${paint.player(nameOf(to, world))} ${paint.coins(count(coins, "coin"))}.`);
}

/** What is to be said, without what nobody should be sent; says so when nothing is left. */
function textIn(turn: Turn, rest: string, missing: string): string | undefined {
  const text = clean(rest, longestText);
  if (text !== "") return text;
  turn.print(missing);
  return undefined;
}

/** The key of another player with a name; says so when there is none. */
function playerNamed(turn: Turn, name: string, missing: string): string | undefined {
  const { key, world } = turn.scene;
  const wanted = playerKey(name);
  if (name === "") {
    turn.print(missing);
  } else if (wanted === key) {
    turn.print("That is you. You agree with yourself at once; it is called local consistency.");
  } else if (sheetsIn(world).has(wanted)) {
    return wanted;
  } else {
    const guess = closest(wanted, [...sheetsIn(world).keys()]);
    const advice =
      guess === undefined
        ? "Type who to see who there is."
        : `Did you mean ${nameOf(guess, world)}?`;
    turn.print(`There is no player of that name. ${advice}`);
  }
  return undefined;
}
