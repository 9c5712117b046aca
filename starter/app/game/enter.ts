import { platform } from "../../platform/current.js";
import { withMachinesPaid } from "../rules/mining.js";
import { newSheet, playerKey, refuseName } from "../rules/sheet.js";
import { OwnRecords } from "../store/own_records.js";
import { claimOver } from "../store/records.js";
import type { Terminal } from "../terminal.js";
import { latelyView } from "../view/news_view.js";
import type { Scene } from "../view/scene.js";
import { clean, count, paint } from "../view/text.js";
import { rankAt } from "../world/ranks.js";
import { beginning } from "../world/story.js";
import type { Link } from "./link.js";
import type { Observer } from "./observer.js";

/** The parts of the game that entering uses. */
export interface Doorway {
  readonly terminal: Terminal;
  readonly link: Link;
  readonly observer: Observer;
}

/** A player who has entered. */
export interface Entrance {
  readonly own: OwnRecords;
  /** Whether the player is new. */
  readonly isNew: boolean;
  /** The coins that the player's machines have mined since the last session. */
  readonly minedMeanwhile: number;
}

/**
 * Asks for the player's name and claims it. Asks again if the name is invalid, and asks for confirmation before it takes
 * over a name that is being played. Returns undefined if the input ends.
 *
 * @param wanted the name that was given on the command line, if any.
 */
export async function enter(
  door: Doorway,
  wanted: string | undefined,
): Promise<Entrance | undefined> {
  let name = wanted;
  for (;;) {
    name ??= await ask(door, "What is your name? ");
    if (name === undefined) return undefined;
    const typed = name.trim();
    name = undefined;
    const refusal = refuseName(typed);
    if (refusal === undefined) {
      const entrance = await claimName(door, typed);
      if (entrance !== undefined) return entrance;
    } else {
      door.terminal.print(refusal);
    }
  }
}

async function claimName(door: Doorway, typed: string): Promise<Entrance | undefined> {
  const { terminal, link, observer } = door;
  const key = playerKey(typed);
  const world = await link.patiently((connection) => connection.read());
  const nowMs = platform().now();
  observer.look(world, nowMs);
  if (observer.present.has(key)) {
    terminal.print(
      `${clean(typed)} is in the game at this moment. If that is you, on another terminal, you can go on here.`,
    );
    const reply = await ask(door, "Take over? (yes or no) ");
    if (!/^y(es)?$/i.test(reply?.trim() ?? "")) return undefined;
  }
  observer.forgetPast(world);
  const known = world.players.get(key);
  const before = known?.sheet ?? newSheet(typed, nowMs);
  const sheet = withMachinesPaid(before, nowMs);
  const claim = claimOver(known?.claim, `${nowMs}-${platform().random()}`);
  return {
    own: new OwnRecords(sheet, claim, world),
    isNew: known?.sheet === undefined,
    minedMeanwhile: sheet.coins - before.coins,
  };
}

async function ask({ terminal, link }: Doorway, question: string): Promise<string | undefined> {
  terminal.prompt(question);
  return link.orStop(terminal.nextLine());
}

/** The number of recent events shown to a returning player. */
const linesOfPast = 5;

/** The welcome text. */
export function welcome({ isNew, minedMeanwhile }: Entrance, scene: Scene): string {
  const { me } = scene;
  const help = paint.faint("(help lists the commands, Tab completes them)");
  if (isNew) {
    return [`Welcome, ${paint.player(me.name)}!`, ...beginning, help].join("\n\n");
  }
  const lately = latelyView(scene, linesOfPast);
  return [
    `Welcome back, ${paint.player(me.name)}, ${paint.title(rankAt(me.rank).title)}.`,
    ...(minedMeanwhile > 0
      ? [`Your machines have mined ${paint.coins(count(minedMeanwhile, "coin"))} meanwhile.`]
      : []),
    ...(lately === "" ? [] : ["Lately:", lately]),
    help,
  ].join("\n");
}
