/** Shows what a run is doing, in one line that is overwritten. Shows nothing where there is no terminal. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #running = new Set<string>();
  #total = 0;
  #finished = 0;
  #failed = 0;
  #shown = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  /** Shows a stage before the tests. */
  stage(name: string): void {
    this.#show(`${name} ...`);
  }

  /** Begins the tests. */
  begin(total: number): void {
    this.#total = total;
    this.#finished = 0;
    this.#failed = 0;
    this.#running.clear();
    this.#render();
  }

  /** A test has started. */
  started(id: string): void {
    this.#running.add(id);
    this.#render();
  }

  /** A test has ended. */
  finished(id: string, passed: boolean): void {
    this.#running.delete(id);
    this.#finished++;
    if (!passed) this.#failed++;
    this.#render();
  }

  /** Takes the line away; what comes next may be printed in its place. */
  clear(): void {
    if (this.#shown) this.#stream.write("\r\x1b[K");
    this.#shown = false;
  }

  #render(): void {
    const failed = this.#failed > 0 ? `, ${this.#failed} failed` : "";
    const running = [...this.#running].join(", ");
    this.#show(`${this.#finished}/${this.#total} tests${failed}  ${running}`);
  }

  #show(text: string): void {
    if (!this.#stream.isTTY) return;
    const width = (this.#stream.columns || 80) - 1;
    this.#stream.write(`\r\x1b[K${text.slice(0, width)}`);
    this.#shown = true;
  }
}
