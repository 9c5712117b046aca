import { PassThrough } from "node:stream";
import { Game } from "#solution/app/game/game.js";
import { seededChance } from "#solution/app/rules/chance.js";
import { Connection, FailoverRouter, type Store } from "#solution/app/store/connection.js";
import { Terminal } from "#solution/app/terminal.js";
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

/** Has texts without colours, also where somebody runs the tests in a terminal. */
export function withoutColours(): void {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  before(() => {
    process.env["NO_COLOR"] = "1";
    delete process.env["FORCE_COLOR"];
  });
  after(() => {
    Object.assign(process.env, FORCE_COLOR === undefined ? {} : { FORCE_COLOR });
    if (NO_COLOR === undefined) delete process.env["NO_COLOR"];
  });
}

/** Somebody who plays in a test: a game on pipes. */
export class TestPlayer {
  /** All that was printed. */
  text = "";
  /** Rejected when the game ends by itself. */
  readonly ended: Promise<void>;
  readonly #input = new PassThrough();
  readonly #terminal: Terminal;
  #readTo = 0;

  constructor(store: Store, name: string | undefined, seed = 1) {
    const connection = new Connection(store, new FailoverRouter(["here:1", "there:2"]));
    const output = new PassThrough();
    output.on("data", (data: Buffer) => (this.text += data.toString()));
    this.#terminal = new Terminal({ input: this.#input, output, interactive: false });
    const [terminal, chance] = [this.#terminal, seededChance(seed)];
    this.ended = new Game({ connection, terminal, chance, fast: true, name }).run();
    this.ended.catch(() => undefined);
  }

  /** Waits until a text is printed that was not there at the last call; returns what was printed up to its end. */
  async sees(text: string): Promise<string> {
    const from = this.#readTo;
    await eventually(
      `"${text}" is printed; after the last one there was: ${this.text.slice(from)}`,
      () => this.text.includes(text, from),
    );
    this.#readTo = this.text.indexOf(text, from) + text.length;
    return this.text.slice(from, this.#readTo);
  }

  /** Waits until a text has been printed at any time, however its lines were broken. */
  async shows(text: string): Promise<void> {
    await eventually(`"${text}" is printed in: ${this.text}`, () =>
      this.text.replace(/\s+/g, " ").includes(text),
    );
  }

  /** Waits until the player is in the game. */
  async enters(): Promise<this> {
    await this.sees("Ways:");
    return this;
  }

  type(...lines: string[]): void {
    for (const line of lines) this.#input.write(`${line}\n`);
  }

  /** Ends the input, as at the end of a file. */
  end(): void {
    this.#input.end();
  }

  complete(line: string): string[] {
    return this.#terminal.completer(line)[0];
  }

  /** Ends the session, if it has not ended. */
  async leaves(): Promise<void> {
    this.type("quit");
    await this.ended;
  }
}
