/** Keeps texts once each, cut to a length; what is many times in a history is in the picture only once. */
export class Texts {
  readonly #indexes = new Map<string, number>();
  readonly #kept: string[] = [];
  readonly #maxLength: number;
  #cut = 0;

  /** @param maxLength of each text this many characters are kept. */
  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /** The index of a text; the same for the same text. */
  add(text: string): number {
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    const index = this.#kept.length;
    this.#indexes.set(text, index);
    if (text.length > this.#maxLength) {
      this.#cut++;
      this.#kept.push(
        `${text.slice(0, this.#maxLength)}… (${text.length - this.#maxLength} more characters)`,
      );
    } else {
      this.#kept.push(text);
    }
    return index;
  }

  /** All texts, by their indexes. */
  get all(): readonly string[] {
    return this.#kept;
  }

  /** How many texts were cut. */
  get cut(): number {
    return this.#cut;
  }
}
