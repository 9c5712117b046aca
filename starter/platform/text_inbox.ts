/** Passes texts to a handler in the order in which they arrive, and buffers texts that arrive before it is set. */
export class TextInbox {
  #handle: ((text: string) => void) | undefined;
  #kept: string[] = [];

  /** Accepts a text that has arrived. */
  arrived(text: string): void {
    if (this.#handle === undefined) this.#kept.push(text);
    else this.#handle(text);
  }

  /** Sets the handler, replacing an earlier one, and passes it the buffered texts. */
  onText(handle: (text: string) => void): void {
    this.#handle = handle;
    const kept = this.#kept;
    this.#kept = [];
    for (const text of kept) handle(text);
  }
}
