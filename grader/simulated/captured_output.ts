const keptLength = 64 * 1024;

/** How much a run may print before it is ended, in UTF-16 units. */
const maxLength = 16 * 2 ** 20;

/**
 * Takes what is printed on stdout and stderr of this process, so that it is part of the run that printed it: in its place
 * among the events, and the same every time.
 */
export class CapturedOutput {
  #kept = "";
  #length = 0;
  readonly #restore: () => void;

  constructor() {
    const streams = [process.stdout, process.stderr];
    const before = streams.map((stream) => stream.write.bind(stream));
    for (const stream of streams) {
      stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
        this.#take(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8"));
        const done = rest.find((each) => typeof each === "function");
        if (done !== undefined) process.nextTick(done);
        return true;
      };
    }
    this.#restore = () => {
      streams.forEach((stream, index) => {
        const write = before[index];
        if (write !== undefined) stream.write = write;
      });
    };
  }

  /** What was printed since the last call; the end is cut when it is too much. */
  take(): string {
    const cut = this.#length - this.#kept.length;
    const text =
      cut > 0 ? `${this.#kept}\n(${cut} more characters of output were cut)` : this.#kept;
    this.#kept = "";
    this.#length = 0;
    return text;
  }

  /** Whether more was printed than is allowed. */
  get overflowed(): boolean {
    return this.#length > maxLength;
  }

  /** Lets the streams print again. */
  end(): void {
    this.#restore();
  }

  #take(text: string): void {
    this.#length += text.length;
    if (this.#kept.length < keptLength) this.#kept += text.slice(0, keptLength - this.#kept.length);
  }
}
