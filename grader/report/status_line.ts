/** One line on a terminal that is overwritten again and again. Shows nothing where there is no terminal. */
export class StatusLine {
  readonly #stream: NodeJS.WriteStream;
  #shown = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  /** Shows a text in the place of the last one, cut to the terminal's width. */
  show(text: string): void {
    if (!this.#stream.isTTY) return;
    const width = (this.#stream.columns || 80) - 1;
    this.#stream.write(`\r\x1b[K${text.slice(0, width)}`);
    this.#shown = true;
  }

  /** Takes the line away; what comes next may be printed in its place. */
  clear(): void {
    if (this.#shown) this.#stream.write("\r\x1b[K");
    this.#shown = false;
  }
}
