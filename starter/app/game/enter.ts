import { newSheet, playerKey, refuseName } from "../rules/sheet.js";
import { withMachinesPaid } from "../rules/mining.js";
import { claimOver } from "../store/claim.js";
import { keys } from "../store/keys.js";
import { OwnRecords, sheetFor } from "../store/own_records.js";
import type { World } from "../store/world.js";
import { clean } from "../view/text.js";
import type { Observer } from "./observer.js";

/** What entering the game needs from its surroundings. */
export interface Doorway {
  /** Asks the player something; undefined when there is nobody left to answer. */
  ask(question: string): Promise<string | undefined>;
  print(text: string): void;
  /** Reads the world anew. */
  read(): Promise<World>;
  readonly observer: Observer;
  nowMs(): number;
  /** An id that no other session has. */
  newId(): string;
}

/** A player at the door. */
export interface Entrance {
  readonly own: OwnRecords;
  /** Whether the player has never been here before. */
  readonly isNew: boolean;
  /** What the machines have mined meanwhile. */
  readonly minedMeanwhile: number;
}

/**
 * Finds out who wants to play, and claims the name: asks again for a name that cannot be had, and before it takes over
 * one that somebody is playing. Undefined when nobody answers.
 *
 * @param wanted is the name that was given on the command line, if any.
 */
export async function enter(
  door: Doorway,
  wanted: string | undefined,
): Promise<Entrance | undefined> {
  let name = wanted;
  for (;;) {
    name ??= await door.ask("What is your name? ");
    if (name === undefined) return undefined;
    const typed = name.trim();
    name = undefined;
    const refusal = refuseName(typed);
    if (refusal !== undefined) {
      door.print(refusal);
      continue;
    }
    const entrance = await claimName(door, typed);
    if (entrance !== undefined) return entrance;
  }
}

async function claimName(door: Doorway, typed: string): Promise<Entrance | undefined> {
  const key = playerKey(typed);
  const world = await door.read();
  const nowMs = door.nowMs();
  door.observer.look(world, nowMs);
  if (door.observer.present.has(key)) {
    door.print(
      `${clean(typed)} is in the game at this moment. If that is you, on another terminal, you can go on here.`,
    );
    const reply = await door.ask("Take over? (yes or no) ");
    if (!/^y(es)?$/i.test(reply?.trim() ?? "")) return undefined;
  }
  door.observer.forgetPast(world);
  const before = sheetFor(typed, world, newSheet(typed, nowMs));
  const sheet = withMachinesPaid(before, nowMs);
  const claim = claimOver(world.players.get(key)?.claim, door.newId());
  return {
    own: new OwnRecords(sheet, claim, world),
    isNew: !world.entries.has(keys.sheet(key)),
    minedMeanwhile: sheet.coins - before.coins,
  };
}
