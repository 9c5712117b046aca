import type { Chance } from "../rules/chance.js";
import type { Puzzle } from "../rules/puzzles.js";
import type { Sheet } from "../rules/sheet.js";
import type { Deed, Speech } from "../store/items.js";
import type { Scene } from "../view/scene.js";

/** What a command may see and do. Everything that it changes is the player's own. */
export interface Turn {
  /** The world now; after {@link busy} it may be another one. */
  readonly scene: Scene;
  readonly chance: Chance;
  /** The puzzle that waits for an answer. */
  puzzle: Puzzle | undefined;
  /** Shows something to the player. */
  print(text: string): void;
  /** Lets time pass, with a bar to look at; with `--fast` none. */
  busy(what: string, ms: number): Promise<void>;
  /** Changes the player's sheet. */
  update(sheet: Sheet): void;
  /** Adds to the player's work on a problem. */
  addWork(problem: string, points: number): void;
  /** Says something, where the player is. */
  say(what: Speech): void;
  /** Lets others know what the player did, where the player is. */
  announce(what: Deed): void;
}

/** Carries out a command; `rest` is what was typed after its name. */
export type Handler = (turn: Turn, rest: string) => void | Promise<void>;
