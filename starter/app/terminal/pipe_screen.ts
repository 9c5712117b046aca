import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { LineInbox } from "./line_inbox.js";
import type { Screen } from "./screen.js";

/** Lines from a pipe or a file, and texts to one: prompts without colours, and nothing is drawn over. */
export class PipeScreen implements Screen {
  readonly width = 80;
  readonly coloured = false;
  readonly #output: Writable;
  readonly #readline: Interface;
  readonly #lines = new LineInbox();
  #handleEnd: ((why: "end") => void) | undefined;
  #ended = false;
  #closed = false;
  #prompt: string | undefined;

  constructor(input: Readable, output: Writable) {
    this.#output = output;
    this.#readline = createInterface({ input, crlfDelay: Infinity, terminal: false });
    this.#readline.on("line", (line) => {
      this.#lines.add(line);
    });
    this.#readline.on("close", () => {
      this.#ended = true;
      this.#handleEnd?.("end");
    });
  }

  print(text: string): void {
    if (this.#closed) return;
    this.#endPrompt();
    this.#output.write(`${text}\n`);
  }

  prompt(text: string): void {
    // A prompt that only changes while nothing happens would fill the file.
    if (this.#closed || this.#prompt !== undefined) return;
    this.#prompt = text;
    this.#output.write(text);
  }

  progress(): void {
    // What comes of it is printed.
  }

  onLine(handle: (line: string) => void): void {
    this.#lines.onLine(handle);
  }

  onEnd(handle: (why: "end" | "interrupt") => void): void {
    this.#handleEnd = handle;
    if (this.#ended) handle("end");
  }

  onComplete(): void {
    // Nobody presses Tab.
  }

  close(): void {
    if (this.#closed) return;
    this.#endPrompt();
    this.#closed = true;
    this.#readline.close();
  }

  #endPrompt(): void {
    if (this.#prompt !== undefined) this.#output.write("\n");
    this.#prompt = undefined;
  }
}
