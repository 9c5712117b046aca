import type { StatusLine } from "./status_line.js";

/** Shows what a run is doing, in a status line. */
export class Progress {
  readonly #line: StatusLine;
  readonly #running = new Set<string>();
  #total = 0;
  #finished = 0;
  #failed = 0;

  constructor(line: StatusLine) {
    this.#line = line;
  }

  /** Shows a stage before the tests. */
  stage(name: string): void {
    this.#line.show(`${name} ...`);
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

  /** Clears the line, so that other output can follow. */
  clear(): void {
    this.#line.clear();
  }

  #render(): void {
    const failed = this.#failed > 0 ? `, ${this.#failed} failed` : "";
    const running = [...this.#running].join(", ");
    this.#line.show(`${this.#finished}/${this.#total} tests${failed}  ${running}`);
  }
}
