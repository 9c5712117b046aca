/** Lines that wait to be dealt with, one after the other. */
export class Lines {
  readonly #waiting: string[] = [];
  #ended = false;
  #wake: (() => void) | undefined;

  /** Takes a line. */
  add(line: string): void {
    this.#waiting.push(line);
    this.#wake?.();
  }

  /** There will be no more lines; those that wait still count. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** The next line, when there is one; undefined after the last. One caller at a time. */
  async next(): Promise<string | undefined> {
    while (this.#waiting.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.#waiting.shift();
  }
}
