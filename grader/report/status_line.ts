/** A line on a terminal that is repeatedly overwritten. Shows nothing if there is no terminal. */
export class StatusLine {
  readonly #stream: NodeJS.WriteStream;
  #shown = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  /** Replaces the text, truncated to the terminal's width. */
  show(text: string): void {
    if (!this.#stream.isTTY) return;
    const width = (this.#stream.columns || 80) - 1;
    this.#stream.write(`\r\x1b[K${text.slice(0, width)}`);
    this.#shown = true;
  }

  /** Clears the line, so that other output can follow. */
  clear(): void {
    if (this.#shown) this.#stream.write("\r\x1b[K");
    this.#shown = false;
  }
}
