import type { StatusLine } from "../report/status_line.js";
import type { ClassEvent } from "./grade_all.js";

/** Shows how far the grading of a class is: what is done, running and left, and how long it may take. */
export class ClassProgress {
  readonly #line: StatusLine;
  readonly #say: (line: string) => void;
  readonly #running = new Map<string, number>();
  #total = 0;
  #left = 0;
  #done = 0;
  #startMs = 0;

  /** @param say prints a line: about each graded hand-in, also where no status line is shown. */
  constructor(line: StatusLine, say: (line: string) => void) {
    this.#line = line;
    this.#say = say;
  }

  /** Takes notice of an event. */
  on(event: ClassEvent): void {
    switch (event.type) {
      case "begin":
        this.#startMs = performance.now();
        this.#total = event.total;
        this.#left = event.left;
        if (event.left < event.total) {
          this.#print(`${event.total - event.left} of ${event.total} have a verdict already`);
        }
        break;
      case "started":
        this.#running.set(event.id, performance.now());
        break;
      case "graded":
        this.#left--;
        this.#done++;
        this.#print(
          `[${this.#total - this.#left}/${this.#total}] ${event.id}, ${this.#took(event.id)}`,
        );
        break;
      case "failed": {
        const next = event.again ? "it is tried again" : "there is no verdict";
        const [why = ""] = event.problem.split("\n");
        this.#print(`${event.id} ${why}; ${next} (${this.#took(event.id)})`);
        break;
      }
      default:
        event satisfies never;
    }
    this.#render();
  }

  /** Removes the status line. */
  end(): void {
    this.#line.clear();
  }

  #took(id: string): string {
    const startMs = this.#running.get(id) ?? performance.now();
    this.#running.delete(id);
    return `${Math.round((performance.now() - startMs) / 1_000)} s`;
  }

  #print(line: string): void {
    this.#line.clear();
    this.#say(line);
  }

  #render(): void {
    const done = this.#total - this.#left;
    const waiting = this.#left - this.#running.size;
    const perHandIn = (performance.now() - this.#startMs) / Math.max(1, this.#done);
    const minutes = Math.ceil((perHandIn * this.#left) / 60_000);
    const rest = this.#done === 0 || this.#left === 0 ? "" : `, about ${minutes} min`;
    const names = [...this.#running.keys()].join(", ");
    this.#line.show(
      `${done} done, ${this.#running.size} running, ${waiting} left${rest}  ${names}`,
    );
  }
}
