/** Keeps lines until somebody listens, and then hands them on in order. */
export class LineInbox {
  readonly #kept: string[] = [];
  #handle: ((line: string) => void) | undefined;

  /** Takes a line. */
  add(line: string): void {
    if (this.#handle === undefined) this.#kept.push(line);
    else this.#handle(line);
  }

  /** Sets who listens, and hands on what was kept. */
  onLine(handle: (line: string) => void): void {
    this.#handle = handle;
    for (const line of this.#kept.splice(0)) handle(line);
  }
}
