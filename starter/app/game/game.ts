import { platform } from "../../platform/current.js";
import { answer } from "../commands/earning.js";
import { complete } from "../commands/complete.js";
import { handlers } from "../commands/handlers.js";
import { parseLine } from "../commands/parse.js";
import type { Turn } from "../commands/turn.js";
import { adviceFor } from "../rules/advice.js";
import type { Chance } from "../rules/chance.js";
import { isAnswer } from "../rules/puzzles.js";
import type { Connection } from "../store/connection.js";
import type { Screen } from "../terminal/screen.js";
import { colours, plain } from "../view/paint.js";
import { placeView } from "../view/place_view.js";
import { bar, wrap } from "../view/text.js";
import { logo, subtitle } from "../world/story.js";
import { enter } from "./enter.js";
import { Lines } from "./lines.js";
import { Link } from "./link.js";
import { Player } from "./player.js";
import { Stop, Stopped, type StopReason } from "./stop.js";
import { Observer } from "./observer.js";
import { welcome } from "./welcome.js";

/** How often the world is looked at, in milliseconds. */
const pollMs = 1_000;

/** How often a bar of progress moves, in milliseconds. */
const progressMs = 200;

/** How long saying goodbye may take, in milliseconds. */
const goodbyeMs = 1_500;

/** What a game is played with. */
export interface GameOptions {
  readonly connection: Connection;
  readonly screen: Screen;
  readonly chance: Chance;
  /** Nothing takes time. */
  readonly fast: boolean;
  /** The player's name; asked for when it is not given. */
  readonly name: string | undefined;
}

/** How a game ended. */
export type Ending = { readonly type: "quit" } | StopReason;

/**
 * One player's session: reads lines, carries them out one after the other, and looks at the world meanwhile. It takes
 * clock and timers from the platform, and terminal and store from its options.
 */
export class Game {
  readonly #platform = platform();
  readonly #options: GameOptions;
  readonly #lines = new Lines();
  readonly #stop = new Stop();
  readonly #observer = new Observer();
  readonly #link: Link;
  #player: Player | undefined;
  #adviceKind = "";
  #idle = false;
  #prompt = "";

  constructor(options: GameOptions) {
    this.#options = options;
    const { screen, connection } = options;
    this.#link = new Link(connection, this.#stop, {
      onLost: (address, reason, next) => {
        const then = next === address ? "Trying again" : `Trying ${next}`;
        const why = reason.replace(`cannot reach ${address}: `, "");
        this.#print(wrap(`-- Lost the server ${address}: ${why}.`, screen.width, "   "));
        this.#print(`-- ${then}; what you do and type is kept.`);
      },
      onBack: (address) => {
        this.#print(`-- Back in the world, on ${address}.`);
      },
    });
    screen.onLine((line) => {
      const parsed = parseLine(line);
      // Everything else waits for the server; whoever wants to leave does not have to.
      if (this.#link.lost && parsed.type === "command" && parsed.name === "quit") this.interrupt();
      this.#lines.add(line);
    });
    screen.onComplete((line) => complete(line, this.#player?.scene));
    screen.onEnd((why) => {
      if (why === "interrupt") this.interrupt();
      else this.#lines.end();
    });
  }

  /** Ends the game soon, as Ctrl-C does. */
  interrupt(): void {
    this.#stop.because({ type: "interrupted" });
  }

  /** Plays until the player leaves. Never rejects. */
  async run(): Promise<Ending> {
    let ending: Ending = { type: "quit" };
    try {
      await this.#play();
    } catch (error) {
      ending = error instanceof Stopped ? error.reason : { type: "failed", error };
    }
    const player = this.#player;
    // This also ends the looks at the world.
    this.#player = undefined;
    if (player !== undefined && ending.type !== "nameTaken") await this.#sayGoodbye(player);
    this.#options.screen.close();
    return ending;
  }

  async #play(): Promise<void> {
    const { screen, name } = this.#options;
    this.#print(`${this.#paint.title(logo)}\n\n${subtitle}\n`);
    const entrance = await enter(
      {
        ask: async (question) => {
          screen.prompt(question);
          return this.#stop.or(this.#lines.next());
        },
        print: (text) => {
          this.#print(text);
        },
        read: () => this.#link.patiently((connection) => connection.read()),
        observer: this.#observer,
        nowMs: () => this.#platform.now(),
        newId: () => `${this.#platform.now()}-${this.#platform.random()}`,
      },
      name,
    );
    if (entrance === undefined) return;
    const player = new Player(entrance.own, this.#observer, this.#paint, () => screen.width);
    this.#player = player;
    player.own.announce({ type: "joined" }, this.#platform.now());
    await this.#sync();
    this.#print(welcome(entrance, player.scene));
    this.#print(`\n${placeView(player.scene)}`);
    this.#pollLater();
    await this.#readLines(player);
  }

  async #readLines(player: Player): Promise<void> {
    const turn = this.#turnOf(player);
    for (;;) {
      this.#advise(player);
      this.#idle = true;
      this.#showPrompt(true);
      const line = await this.#stop.or(this.#lines.next());
      this.#idle = false;
      if (line === undefined) return;
      const parsed = parseLine(line);
      if (parsed.type === "nothing") continue;
      const command = parsed.type === "command" ? parsed : undefined;
      const name = command?.name;
      if (name === "quit") return;
      await this.#sync();
      // A letter may be a command too, but not while a puzzle waits for it.
      if (player.puzzle !== undefined && isAnswer(player.puzzle, line)) await answer(turn, line);
      else if (name !== undefined) await handlers[name](turn, command?.rest ?? "");
      else this.#print(parsed.type === "unknown" ? parsed.advice : "");
      this.#showAll(player.notice(this.#platform.now()));
      await this.#link.patiently((connection) => player.flush(connection));
    }
  }

  /** Reads the world and writes what is due, until it succeeds. */
  async #sync(): Promise<void> {
    await this.#link.patiently((connection) => this.#look(connection));
  }

  async #look(connection: Connection): Promise<void> {
    const player = this.#player;
    if (player === undefined) return;
    const mark = player.own.keys.mark();
    const world = await connection.read();
    const nowMs = this.#platform.now();
    if (player.take(world, mark, nowMs) === "nameTaken") {
      this.#stop.because({ type: "nameTaken", name: player.own.sheet.name });
      return;
    }
    this.#showAll(player.notice(nowMs));
    await player.flush(connection);
    if (this.#idle) this.#showPrompt(false);
  }

  #pollLater(): void {
    this.#platform.after(pollMs, () => {
      if (this.#player === undefined) return;
      void this.#link
        .once((connection) => this.#look(connection))
        .then(() => {
          this.#pollLater();
        });
    });
  }

  async #sayGoodbye(player: Player): Promise<void> {
    if (this.#link.lost) return;
    player.own.leave(this.#platform.now());
    const gone = player.flush(this.#options.connection).catch(() => undefined);
    await Promise.race([gone, this.#link.sleep(goodbyeMs)]);
  }

  #turnOf(player: Player): Turn {
    const { chance } = this.#options;
    return {
      get scene() {
        return player.scene;
      },
      get puzzle() {
        return player.puzzle;
      },
      set puzzle(puzzle) {
        player.puzzle = puzzle;
      },
      chance,
      print: (text) => {
        this.#print(text);
      },
      busy: (what, ms) => this.#busy(what, ms),
      update: (sheet) => {
        player.own.sheet = sheet;
      },
      addWork: (problem, points) => {
        player.own.addWork(problem, points);
      },
      say: (what) => {
        player.own.say(what, this.#platform.now());
      },
      announce: (what) => {
        player.own.announce(what, this.#platform.now());
      },
    };
  }

  async #busy(what: string, ms: number): Promise<void> {
    if (this.#options.fast) return;
    const startedMs = this.#platform.monotonicNow();
    for (let pastMs = 0; pastMs < ms; pastMs = this.#platform.monotonicNow() - startedMs) {
      this.#options.screen.progress(`${this.#paint.good(bar(pastMs / ms, 12))} ${what} `);
      await this.#stop.or(this.#link.sleep(Math.min(progressMs, ms - pastMs)));
    }
  }

  /** Tells the player what to do next, when that is something else than before. */
  #advise(player: Player): void {
    const { me, insight, paint } = player.scene;
    const { kind, text } = adviceFor(me, insight);
    if (kind === this.#adviceKind || player.puzzle !== undefined) return;
    this.#adviceKind = kind;
    this.#print(paint.faint(wrap(`(${text})`, this.#options.screen.width)));
  }

  #showPrompt(again: boolean): void {
    const player = this.#player;
    if (player === undefined) return;
    const { me, paint } = player.scene;
    const rest = player.puzzle === undefined ? paint.coins(String(me.coins)) : "answer";
    const prompt = `[${paint.place(me.place)} ${rest}] > `;
    // While somebody types it is drawn again only when there is something new in it.
    if (prompt === this.#prompt && !again) return;
    this.#prompt = prompt;
    this.#options.screen.prompt(prompt);
  }

  #showAll(lines: readonly string[]): void {
    for (const line of lines) this.#print(line);
  }

  #print(text: string): void {
    this.#options.screen.print(text);
  }

  get #paint(): typeof plain {
    return this.#options.screen.coloured ? colours : plain;
  }
}
