import { Game, type Ending } from "#solution/app/game/game.js";
import { seededChance } from "#solution/app/rules/chance.js";
import { Connection, FailoverRouter, type Store } from "#solution/app/store/connection.js";
import type { Completer, Screen } from "#solution/app/terminal/screen.js";
import { eventually } from "../support.js";

/** A store in memory, which can be told to fail, and can be a replica that others write to. */
export class MemoryStore implements Store {
  readonly entries = new Map<string, string>();
  /** Every put, in order. */
  readonly puts: (readonly [key: string, value: string])[] = [];
  failure: Error | undefined;

  async put(key: string, value: string): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    this.puts.push([key, value]);
    this.entries.set(key, value);
  }

  async list(prefix: string): Promise<Map<string, string>> {
    if (this.failure !== undefined) throw this.failure;
    return new Map([...this.entries].filter(([key]) => key.startsWith(prefix)));
  }
}

/** A screen that a test reads and types on. */
export class TestScreen implements Screen {
  readonly width = 80;
  readonly coloured = false;
  /** All that was printed. */
  text = "";
  prompted = "";
  closed = false;
  #type: (line: string) => void = () => undefined;
  #end: (why: "end" | "interrupt") => void = () => undefined;
  #complete: Completer = (line) => [[], line];

  print(text: string): void {
    this.text += `${text}\n`;
  }

  prompt(text: string): void {
    this.prompted = text;
  }

  progress(): void {
    // Nobody watches.
  }

  onLine(handle: (line: string) => void): void {
    this.#type = handle;
  }

  onEnd(handle: (why: "end" | "interrupt") => void): void {
    this.#end = handle;
  }

  onComplete(completer: Completer): void {
    this.#complete = completer;
  }

  close(): void {
    this.closed = true;
  }

  type(...lines: string[]): void {
    for (const line of lines) this.#type(line);
  }

  end(): void {
    this.#end("end");
  }

  complete(line: string): string[] {
    return this.#complete(line)[0];
  }
}

/** Somebody who plays in a test: a game on a screen of its own. */
export class TestPlayer {
  readonly screen = new TestScreen();
  readonly ended: Promise<Ending>;
  #readTo = 0;

  constructor(store: Store, name: string | undefined, seed = 1, fast = true) {
    const connection = new Connection(store, new FailoverRouter(["here:1", "there:2"]));
    const { screen } = this;
    const game = new Game({ connection, screen, chance: seededChance(seed), fast, name });
    this.ended = game.run();
  }

  /** Waits until a text is printed that was not there at the last call; returns what was printed up to its end. */
  async sees(text: string): Promise<string> {
    const from = this.#readTo;
    await eventually(
      `"${text}" is printed; after the last one there was: ${this.screen.text.slice(from)}`,
      () => this.screen.text.includes(text, from),
    );
    this.#readTo = this.screen.text.indexOf(text, from) + text.length;
    return this.screen.text.slice(from, this.#readTo);
  }

  /** Waits until a text has been printed at any time, however its lines were broken. */
  async shows(text: string): Promise<void> {
    await eventually(`"${text}" is printed in: ${this.screen.text}`, () =>
      this.screen.text.replace(/\s+/g, " ").includes(text),
    );
  }

  /** Waits until the player is in the game. */
  async enters(): Promise<this> {
    await this.sees("Ways:");
    return this;
  }

  type(...lines: string[]): void {
    this.screen.type(...lines);
  }

  /** Ends the session, if it has not ended. */
  async leaves(): Promise<Ending> {
    this.type("quit");
    return this.ended;
  }
}
