const keptLength = 64 * 1024;

/**
 * Captures stdout and stderr of this process permanently, so that output belongs to the run that printed it, in the
 * order of its events, and is the same every time. Such a process prints nothing itself.
 */
export class CapturedOutput {
  #kept = "";
  #length = 0;

  constructor() {
    for (const stream of [process.stdout, process.stderr]) {
      stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
        this.#take(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8"));
        const done = rest.find((each) => typeof each === "function");
        if (done !== undefined) process.nextTick(done);
        return true;
      };
    }
  }

  /** What was printed since the last call; the end is cut when it is too much. */
  take(): string {
    const cut = this.#length - this.#kept.length;
    const text =
      cut > 0 ? `${this.#kept}\n(${cut} more characters of output were omitted)` : this.#kept;
    this.#kept = "";
    this.#length = 0;
    return text;
  }

  #take(text: string): void {
    this.#length += text.length;
    if (this.#kept.length < keptLength) this.#kept += text.slice(0, keptLength - this.#kept.length);
  }
}
