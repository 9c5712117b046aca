/** Keeps each text once, truncated, because many texts occur often in a history. */
export class Texts {
  readonly #indexes = new Map<string, number>();
  readonly #kept: string[] = [];
  readonly #maxLength: number;
  #cut = 0;

  /** @param maxLength how many characters of each text to keep. */
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

  /** How many texts were truncated. */
  get cut(): number {
    return this.#cut;
  }
}
