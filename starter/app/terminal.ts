import {
  clearScreenDown,
  createInterface,
  cursorTo,
  moveCursor,
  type Interface,
} from "node:readline";
import type { Readable, Writable } from "node:stream";
import { wrap } from "./view/text.js";

/** The widest that texts become, in columns; longer lines are hard to read. */
const widestText = 96;

/** Completes the word at the end of a line: the completions, and the part of the line that they replace. */
export type Completer = (line: string) => [string[], string];

/** Where a {@link Terminal} reads and writes. */
export interface TerminalStreams {
  readonly input: Readable;
  /** A stream that may know how wide its terminal is. */
  readonly output: Writable & { readonly columns?: number };
  /** Whether somebody types: then lines are edited and completed, and news appear above the line being typed. */
  readonly interactive: boolean;
}

/** The player's side of a game: lines in, texts out. In front of a person, or on pipes. */
export class Terminal {
  /** Completes words when somebody presses Tab. */
  completer: Completer = (line) => [[], line];
  /** Is called when somebody presses Ctrl-C on an empty line. */
  onInterrupt: () => void = () => undefined;
  /** Is called with every line when it is typed, before it waits for its turn. */
  onTyped: (line: string) => void = () => undefined;

  readonly #output: TerminalStreams["output"];
  readonly #interactive: boolean;
  readonly #readline: Interface;
  readonly #lines: string[] = [];
  #wake: () => void = () => undefined;
  #ended = false;
  #closed = false;
  /** On a pipe: whether a prompt was written that no text has followed yet. */
  #prompted = false;

  constructor({ input, output, interactive }: TerminalStreams) {
    this.#output = output;
    this.#interactive = interactive;
    this.#readline = createInterface({
      input,
      crlfDelay: Infinity,
      terminal: interactive,
      ...(interactive && { output }),
      prompt: "> ",
      historySize: 200,
      removeHistoryDuplicates: true,
      completer: (line: string) => this.completer(line),
    });
    // Before readline draws the line anew, it has to know how many rows that takes now.
    output.prependListener("resize", this.#onResize);
    this.#readline.on("line", (line) => {
      this.onTyped(line);
      this.#lines.push(line);
      this.#wake();
    });
    this.#readline.on("SIGINT", () => {
      this.#onCtrlC();
    });
    this.#readline.on("close", () => {
      // Ctrl-D leaves the cursor behind the prompt.
      if (interactive && !this.#closed) this.#output.write("\n");
      this.#ended = true;
      this.#wake();
    });
  }

  /** How many columns there are for texts. */
  get width(): number {
    return Math.max(20, Math.min((this.#output.columns ?? 81) - 1, widestText));
  }

  /** The next line, in the order in which they were typed; undefined after the last one. One caller at a time. */
  async nextLine(): Promise<string | undefined> {
    while (this.#lines.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.#lines.shift();
  }

  /** Shows a text on lines of its own, above the line that is being typed, which stays as it is. */
  print(text: string): void {
    if (this.#closed) return;
    this.#clearPrompt();
    this.#output.write(`${wrap(text, this.width)}\n`);
    if (this.#interactive && !this.#ended) this.#readline.prompt(true);
  }

  /** Shows a text in front of the line that is being typed, in the place of the one before. */
  prompt(text: string): void {
    if (this.#closed) return;
    if (!this.#interactive) {
      // A prompt that only changes while nothing happens would fill the file.
      if (!this.#prompted) this.#output.write(text);
      this.#prompted = true;
    } else if (!this.#ended) {
      this.#clearPrompt();
      this.#readline.setPrompt(text);
      this.#readline.prompt(true);
    }
  }

  /** Shows, in the place of the prompt, the progress of something that takes time; on a pipe, nothing. */
  progress(text: string): void {
    if (this.#interactive) this.prompt(text);
  }

  /** Gives the terminal back as it was. Nothing is shown after that. Idempotent. */
  close(): void {
    if (this.#closed) return;
    // The last prompt would stand there as if it still waited for something.
    if (!this.#ended || !this.#interactive) this.#clearPrompt();
    this.#closed = true;
    this.#output.off("resize", this.#onResize);
    this.#readline.close();
  }

  /** Takes prompt and line away, so that something else can be written there; on a pipe, ends the prompt's line. */
  #clearPrompt(): void {
    if (this.#interactive) {
      cursorTo(this.#output, 0);
      moveCursor(this.#output, 0, -this.#readline.getCursorPos().rows);
      clearScreenDown(this.#output);
      // Readline would go up by the rows that it drew last. It forgets to count those of a pasted line anyway.
      this.#setRowsAbove(0);
    } else if (this.#prompted) {
      this.#prompted = false;
      this.#output.write("\n");
    }
  }

  readonly #onResize = (): void => {
    this.#setRowsAbove(this.#readline.getCursorPos().rows);
  };

  /** Tells readline how many rows above the cursor are its own. It keeps that in a field that its types do not name. */
  #setRowsAbove(rows: number): void {
    (this.#readline as Interface & { prevRows?: number }).prevRows = rows;
  }

  /** Ctrl-C gives up the line being typed; on an empty one it ends the game. */
  #onCtrlC(): void {
    if (this.#readline.line === "") {
      this.onInterrupt();
      return;
    }
    // The two keys with which readline deletes the whole line: to its end, and back from there.
    this.#readline.write(null, { ctrl: true, name: "e" });
    this.#readline.write(null, { ctrl: true, name: "u" });
  }
}
