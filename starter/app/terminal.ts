import {
  clearScreenDown,
  createInterface,
  cursorTo,
  moveCursor,
  type Interface,
} from "node:readline";
import type { Readable, Writable } from "node:stream";
import { wrap } from "./view/text.js";

/** The maximum width of texts, in columns; longer lines are hard to read. */
const widestText = 96;

/** Completes the word at the end of a line. Returns the completions, and the part of the line that they replace. */
export type Completer = (line: string) => [string[], string];

/** The streams of a {@link Terminal}. */
export interface TerminalStreams {
  readonly input: Readable;
  /** A stream, with its width if it is a terminal. */
  readonly output: Writable & { readonly columns?: number };
  /** Whether a person types. Then lines can be edited and completed, and texts appear above the line being typed. */
  readonly interactive: boolean;
}

/** Reads lines from the player and prints texts, on a terminal or on pipes. */
export class Terminal {
  /** Completes words after Tab. */
  completer: Completer = (line) => [[], line];
  /** Called on Ctrl-C on an empty line. */
  onInterrupt: () => void = () => undefined;
  /** Called with each line as soon as it is typed, before it is queued. */
  onTyped: (line: string) => void = () => undefined;

  readonly #output: TerminalStreams["output"];
  readonly #interactive: boolean;
  readonly #readline: Interface;
  readonly #lines: string[] = [];
  #wake: () => void = () => undefined;
  #ended = false;
  #closed = false;
  /** On a pipe: whether a prompt is the last text that was written. */
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
    // Before readline redraws the line, it must know how many rows the line takes now.
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
      // Ctrl-D leaves the cursor after the prompt.
      if (interactive && !this.#closed) this.#output.write("\n");
      this.#ended = true;
      this.#wake();
    });
  }

  /** The width for texts, in columns. */
  get width(): number {
    return Math.max(20, Math.min((this.#output.columns ?? 81) - 1, widestText));
  }

  /** The next line, in the order of input; undefined after the last one. One caller at a time. */
  async nextLine(): Promise<string | undefined> {
    while (this.#lines.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.#lines.shift();
  }

  /** Prints a text above the line that is being typed, which does not change. */
  print(text: string): void {
    if (this.#closed) return;
    this.#clearPrompt();
    this.#output.write(`${wrap(text, this.width)}\n`);
    if (this.#interactive && !this.#ended) this.#readline.prompt(true);
  }

  /** Sets the prompt in front of the line that is being typed. */
  prompt(text: string): void {
    if (this.#closed) return;
    if (!this.#interactive) {
      // Write only one prompt per line of input, even if the prompt changes.
      if (!this.#prompted) this.#output.write(text);
      this.#prompted = true;
    } else if (!this.#ended) {
      this.#clearPrompt();
      this.#readline.setPrompt(text);
      this.#readline.prompt(true);
    }
  }

  /** Shows progress instead of the prompt; does nothing on a pipe. */
  progress(text: string): void {
    if (this.#interactive) this.prompt(text);
  }

  /** Restores the terminal. Prints nothing after that. Idempotent. */
  close(): void {
    if (this.#closed) return;
    // Remove the last prompt, which would look as if the game still waited.
    if (!this.#ended || !this.#interactive) this.#clearPrompt();
    this.#closed = true;
    this.#output.off("resize", this.#onResize);
    this.#readline.close();
  }

  /** Erases the prompt and the line, so that something else can be written there; on a pipe, ends the prompt's line. */
  #clearPrompt(): void {
    if (this.#interactive) {
      cursorTo(this.#output, 0);
      moveCursor(this.#output, 0, -this.#readline.getCursorPos().rows);
      clearScreenDown(this.#output);
      // Readline would move up by the rows that it drew last, and its count is wrong for pasted lines.
      this.#setRowsAbove(0);
    } else if (this.#prompted) {
      this.#prompted = false;
      this.#output.write("\n");
    }
  }

  readonly #onResize = (): void => {
    this.#setRowsAbove(this.#readline.getCursorPos().rows);
  };

  /** Sets the number of rows above the cursor that readline will redraw, in a field that its types do not declare. */
  #setRowsAbove(rows: number): void {
    (this.#readline as Interface & { prevRows?: number }).prevRows = rows;
  }

  /** Ctrl-C discards the line that is being typed; on an empty line it stops the game. */
  #onCtrlC(): void {
    if (this.#readline.line === "") {
      this.onInterrupt();
      return;
    }
    // Readline's keys that move to the end of the line, and delete back to its start.
    this.#readline.write(null, { ctrl: true, name: "e" });
    this.#readline.write(null, { ctrl: true, name: "u" });
  }
}
