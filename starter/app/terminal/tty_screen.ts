import {
  clearScreenDown,
  createInterface,
  cursorTo,
  moveCursor,
  type Interface,
} from "node:readline";
import type { Readable, Writable } from "node:stream";
import { LineInbox } from "./line_inbox.js";
import { widestText, type Completer, type Screen } from "./screen.js";

/** The most lines that the arrow keys go back to. */
const historySize = 200;

/** A stream that may know how wide its terminal is. */
type Output = Writable & { readonly columns?: number };

/** A terminal with a person in front of it: edited lines, completion, and news above the line being typed. */
export class TtyScreen implements Screen {
  readonly #output: Output;
  readonly #readline: Interface;
  readonly #lines = new LineInbox();
  #handleEnd: ((why: "end" | "interrupt") => void) | undefined;
  #completer: Completer = (line) => [[], line];
  readonly #onResize = (): void => {
    this.#setRowsAbove(this.#readline.getCursorPos().rows);
  };
  #closed = false;

  constructor(
    input: Readable,
    output: Output,
    readonly coloured: boolean,
  ) {
    this.#output = output;
    this.#readline = createInterface({
      input,
      output,
      terminal: true,
      prompt: "> ",
      historySize,
      removeHistoryDuplicates: true,
      completer: (line: string) => this.#completer(line),
    });
    // Before readline draws the line anew, it has to know how many rows that takes now.
    output.prependListener("resize", this.#onResize);
    this.#readline.on("line", (line) => {
      this.#lines.add(line);
    });
    this.#readline.on("SIGINT", () => {
      this.#onInterrupt();
    });
    this.#readline.on("close", () => {
      if (this.#closed) return;
      this.#closed = true;
      this.#output.off("resize", this.#onResize);
      this.#output.write("\n");
      this.#handleEnd?.("end");
    });
  }

  get width(): number {
    return Math.max(20, Math.min((this.#output.columns ?? 80) - 1, widestText));
  }

  print(text: string): void {
    if (this.#closed) return;
    this.#toTop();
    this.#output.write(`${text}\n`);
    this.#readline.prompt(true);
  }

  prompt(text: string): void {
    if (this.#closed) return;
    this.#toTop();
    this.#readline.setPrompt(text);
    this.#readline.prompt(true);
  }

  progress(text: string): void {
    this.prompt(text);
  }

  onLine(handle: (line: string) => void): void {
    this.#lines.onLine(handle);
  }

  onEnd(handle: (why: "end" | "interrupt") => void): void {
    this.#handleEnd = handle;
  }

  onComplete(completer: Completer): void {
    this.#completer = completer;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    // The last prompt would stand there as if it still waited for something.
    this.#toTop();
    this.#output.off("resize", this.#onResize);
    this.#readline.close();
  }

  /** Takes prompt and line away, so that something else can be written there and they be drawn again below it. */
  #toTop(): void {
    cursorTo(this.#output, 0);
    moveCursor(this.#output, 0, -this.#readline.getCursorPos().rows);
    clearScreenDown(this.#output);
    // Readline would go up by the rows that it drew last. It forgets to count those of a pasted line anyway.
    this.#setRowsAbove(0);
  }

  /** Tells readline how many rows above the cursor are its own. It keeps that in a field that its types do not name. */
  #setRowsAbove(rows: number): void {
    (this.#readline as Interface & { prevRows?: number }).prevRows = rows;
  }

  /** Ctrl-C gives up the line being typed; on an empty one it ends the game. */
  #onInterrupt(): void {
    if (this.#readline.line === "") {
      this.#handleEnd?.("interrupt");
      return;
    }
    // The two keys with which readline deletes the whole line: to its end, and back from there.
    this.#readline.write(null, { ctrl: true, name: "e" });
    this.#readline.write(null, { ctrl: true, name: "u" });
  }
}
