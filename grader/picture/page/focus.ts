import type { PictureEvent, PictureModel } from "./model.js";

/** What the viewer looks at: one key or all, one lane or all, timers or not. */
export interface FocusChoice {
  /** Empty for all keys. */
  readonly key: string;
  /** Undefined for all lanes. */
  readonly lane: number | undefined;
  readonly own: boolean;
}

/** Which events belong to what the viewer looks at, and which value of the key each is about. */
export class Focus {
  readonly choice: FocusChoice;
  /** The values that the key had, in the order in which they occur; a value's place gives it its colour. */
  readonly values: readonly string[];
  readonly #model: PictureModel;
  /** For each text: -2 when it is not about the key, -1 when about no value of it, or the place of its last value. */
  readonly #texts: Int16Array;

  constructor(model: PictureModel, choice: FocusChoice) {
    this.#model = model;
    this.choice = choice;
    this.values = choice.key === "" ? [] : valuesOf(model, choice.key);
    this.#texts = new Int16Array(model.texts.length);
    if (choice.key !== "") this.#readTexts(choice.key);
  }

  /** Whether there is a key in focus. */
  get hasKey(): boolean {
    return this.choice.key !== "";
  }

  /** Whether an event is shown in full and stepped to. */
  has(event: PictureEvent): boolean {
    const { key, lane, own } = this.choice;
    if (lane !== undefined && !this.#touches(event, lane)) return false;
    switch (event.type) {
      case "own":
        return own && (key === "" || (this.#texts[event.text] ?? -2) > -2);
      case "message":
        return key === "" || event.text === undefined || (this.#texts[event.text] ?? -2) > -2;
      case "query":
        return (
          key === "" || event.key === key || (event.method === "list" && key.startsWith(event.key))
        );
      case "note":
        return true;
      default:
        return event satisfies never;
    }
  }

  /** The place among the key's values of the one that an event is about; -1 when there is none. */
  valueOf(event: PictureEvent): number {
    if (!this.hasKey) return -1;
    switch (event.type) {
      case "message":
      case "own":
        return event.text === undefined ? -1 : Math.max(-1, this.#texts[event.text] ?? -1);
      case "query": {
        const value =
          event.method === "list" ? event.entries?.[this.choice.key] : (event.value ?? undefined);
        return value === undefined ? -1 : this.values.indexOf(value);
      }
      case "note":
        return -1;
      default:
        return event satisfies never;
    }
  }

  #touches(event: PictureEvent, lane: number): boolean {
    return event.lane === lane || (event.type === "message" && event.toLane === lane);
  }

  #readTexts(key: string): void {
    const keyText = JSON.stringify(key);
    const valueTexts = this.values.map((value) => JSON.stringify(value));
    for (const [i, text] of this.#model.texts.entries()) {
      const value = valueTexts.findLastIndex((each) => text.includes(each));
      // A value that also other keys have says little; with the key beside it, it is this one's.
      this.#texts[i] = text.includes(keyText) ? value : -2;
    }
  }
}

function valuesOf(model: PictureModel, key: string): string[] {
  const values = new Set<string>();
  for (const event of model.events) {
    if (event.type === "query" && event.key === key && typeof event.value === "string") {
      values.add(event.value);
    }
  }
  for (const { keys } of model.stores.actors) {
    for (const changes of keys) {
      if (changes.key !== key) continue;
      for (const value of changes.values) if (value !== null) values.add(value);
    }
  }
  return [...values];
}
