import { StringDecoder } from "node:string_decoder";

/** Splits a stream of bytes into lines of UTF-8 text. A line that is longer than the limit is dropped. */
export class LineReader {
  readonly #take: (line: string) => void;
  readonly #maxLength: number;
  readonly #decoder = new StringDecoder("utf8");
  #pieces: string[] = [];
  #length = 0;

  /** `maxLength` is in UTF-16 units; default 256 Mi, half of what a text can have. */
  constructor(take: (line: string) => void, maxLength = 256 * 2 ** 20) {
    this.#take = take;
    this.#maxLength = maxLength;
  }

  push(chunk: Buffer): void {
    const parts = this.#decoder.write(chunk).split("\n");
    const rest = parts.pop() ?? "";
    for (const part of parts) {
      this.#add(part);
      const line = this.#pieces.join("");
      const dropped = this.#length > this.#maxLength;
      this.#pieces = [];
      this.#length = 0;
      if (!dropped) this.#take(line);
    }
    this.#add(rest);
  }

  #add(piece: string): void {
    this.#length += piece.length;
    if (this.#length > this.#maxLength) this.#pieces = [];
    else this.#pieces.push(piece);
  }
}
