import { platform } from "../../platform/current.js";
import { complete, parseLine } from "../commands/commands.js";
import { answer } from "../commands/earning.js";
import { adviceFor } from "../rules/advice.js";
import type { Chance } from "../rules/chance.js";
import { isAnswer } from "../rules/puzzles.js";
import type { Connection } from "../store/connection.js";
import type { Terminal } from "../terminal.js";
import { placeView } from "../view/place_view.js";
import { paint } from "../view/text.js";
import { logo, subtitle } from "../world/story.js";
import { enter, welcome } from "./enter.js";
import { Link } from "./link.js";
import { NameTakenError, Player } from "./player.js";
import { Observer } from "./observer.js";

/** How often the world is read, in milliseconds. */
const pollMs = 1_000;

/** The time limit for announcing that the player leaves, in milliseconds. */
const goodbyeMs = 1_500;

/** The options of a {@link Game}. */
export interface GameOptions {
  readonly connection: Connection;
  readonly terminal: Terminal;
  readonly chance: Chance;
  /** Skips all waiting, for tests. */
  readonly fast: boolean;
  /** The player's name; undefined to ask for it. */
  readonly name: string | undefined;
}

/** Stops a game after Ctrl-C. */
class Interrupted extends Error {}

/**
 * One player's session: executes the lines that the player types, one at a time, and polls the world in the meantime.
 */
export class Game {
  readonly #platform = platform();
  readonly #options: GameOptions;
  readonly #terminal: Terminal;
  readonly #link: Link;
  #player: Player | undefined;
  #adviceKind = "";
  /** Whether the game is waiting for a line. */
  #idle = false;
  #prompt = "";

  constructor(options: GameOptions) {
    const { connection, terminal } = options;
    this.#options = options;
    this.#terminal = terminal;
    this.#link = new Link(connection, (text) => {
      terminal.print(text);
    });
    terminal.completer = (line) => complete(line, this.#player?.scene);
    terminal.onInterrupt = () => {
      this.interrupt();
    };
    terminal.onTyped = (line) => {
      const parsed = parseLine(line);
      const quits = parsed.type === "command" && parsed.command.name === "quit";
      // All other commands wait for a lost server, but a player can always leave.
      if (quits && this.#link.lost) this.interrupt();
    };
  }

  /** Stops the game, as Ctrl-C does. */
  interrupt(): void {
    this.#link.stop(new Interrupted());
  }

  /**
   * Plays until the player leaves.
   *
   * @throws {@link NameTakenError}, or another `HopelessError` if the store cannot be used.
   */
  async run(): Promise<void> {
    let ending: Error | undefined;
    try {
      await this.#play();
    } catch (error) {
      ending = error as Error;
    }
    const player = this.#player;
    // This also stops the polling.
    this.#player = undefined;
    if (player !== undefined && !(ending instanceof NameTakenError) && !this.#link.lost) {
      const gone = player.leave(this.#options.connection).catch(() => undefined);
      await Promise.race([gone, this.#link.sleep(goodbyeMs)]);
    }
    this.#terminal.close();
    if (ending !== undefined && !(ending instanceof Interrupted)) throw ending;
  }

  async #play(): Promise<void> {
    const terminal = this.#terminal;
    terminal.print(`${paint.title(logo)}\n\n${subtitle}\n`);
    const observer = new Observer();
    const link = this.#link;
    const entrance = await enter({ terminal, link, observer }, this.#options.name);
    if (entrance === undefined) return;
    const player = new Player({ ...this.#options, own: entrance.own, observer, link });
    this.#player = player;
    player.own.announce({ type: "joined" });
    await link.patiently((connection) => player.sync(connection));
    terminal.print(`${welcome(entrance, player.scene)}\n\n${placeView(player.scene)}`);
    this.#pollLater();
    await this.#readLines(player);
  }

  async #readLines(player: Player): Promise<void> {
    for (;;) {
      this.#advise(player);
      this.#idle = true;
      this.#showPrompt(true);
      const line = await this.#link.orStop(this.#terminal.nextLine());
      this.#idle = false;
      if (line === undefined) return;
      const parsed = parseLine(line);
      if (parsed.type === "nothing") continue;
      const command = parsed.type === "command" ? parsed.command : undefined;
      if (command?.name === "quit") return;
      await this.#link.patiently((connection) => player.sync(connection));
      // A letter is also a command, but not while it can be the answer to a puzzle.
      if (player.puzzle !== undefined && isAnswer(player.puzzle, line)) await answer(player, line);
      else if (parsed.type === "command") await parsed.command.run(player, parsed.rest);
      else player.print(parsed.advice);
      await this.#link.patiently((connection) => player.settle(connection));
    }
  }

  #pollLater(): void {
    this.#platform.after(pollMs, () => {
      const player = this.#player;
      if (player === undefined) return;
      void this.#link
        .once((connection) => player.sync(connection))
        .then(() => {
          if (this.#idle) this.#showPrompt(false);
          this.#pollLater();
        });
    });
  }

  /** Prints what to do next, if it has changed. */
  #advise(player: Player): void {
    const { me, insight } = player.scene;
    const { kind, text } = adviceFor(me, insight);
    if (kind === this.#adviceKind || player.puzzle !== undefined) return;
    this.#adviceKind = kind;
    player.print(paint.faint(`(${text})`));
  }

  #showPrompt(again: boolean): void {
    const player = this.#player;
    if (player === undefined) return;
    const { me } = player.scene;
    const rest = player.puzzle === undefined ? paint.coins(String(me.coins)) : "answer";
    const prompt = `[${paint.place(me.place)} ${rest}] > `;
    // While the player types, redraw the prompt only if it has changed.
    if (prompt === this.#prompt && !again) return;
    this.#prompt = prompt;
    this.#terminal.prompt(prompt);
  }
}
