import type { PictureEvent, PictureModel, Request } from "./model.js";

/** What the viewer looks at: one key or all, one lane or all, timers or not. */
export interface FocusChoice {
  /** Empty for all keys. */
  readonly key: string;
  /** Undefined for all lanes. */
  readonly lane: number | undefined;
  readonly own: boolean;
}

/** Everything is in focus. */
export const everything: FocusChoice = { key: "", lane: undefined, own: true };

/** Which events belong to what the viewer looks at, and which value of the key each is about. */
export class Focus {
  readonly choice: FocusChoice;
  /** The values that the key had, in the order in which they occur; a value's place gives it its colour. */
  readonly values: readonly string[];
  /** For each text about the key, the place of the last value in it; -1 when there is none in it. */
  readonly #texts = new Map<number, number>();

  constructor(model: PictureModel, choice: FocusChoice) {
    this.choice = choice;
    this.values = this.hasKey ? valuesOf(model, choice.key) : [];
    if (!this.hasKey) return;
    const keyText = JSON.stringify(choice.key);
    const valueTexts = this.values.map((value) => JSON.stringify(value));
    for (const [i, text] of model.texts.entries()) {
      // A value that other keys have as well counts only if the text also contains the key.
      if (!text.includes(keyText)) continue;
      this.#texts.set(
        i,
        valueTexts.findLastIndex((value) => text.includes(value)),
      );
    }
  }

  /** Whether there is a key in focus. */
  get hasKey(): boolean {
    return this.choice.key !== "";
  }

  /** Whether an event is drawn in full, and the viewer can step to it. */
  has(event: PictureEvent): boolean {
    const { lane, own } = this.choice;
    const there = event.type === "message" ? [event.lane, event.toLane] : [event.lane];
    if (lane !== undefined && !there.includes(lane)) return false;
    if (event.type === "own" && !own) return false;
    if (!this.hasKey || event.type === "note") return true;
    if (event.type === "request") return isAbout(event, this.choice.key);
    return event.text === undefined || this.#texts.has(event.text);
  }

  /** The index, among the key's values, of the one that an event is about; -1 if there is none. */
  valueOf(event: PictureEvent): number {
    if (!this.hasKey || event.type === "note") return -1;
    if (event.type === "request") return this.values.indexOf(shownOf(event, this.choice.key) ?? "");
    return event.text === undefined ? -1 : (this.#texts.get(event.text) ?? -1);
  }
}

/** Whether anything in a run is about a key. */
export function knows(model: PictureModel, key: string): boolean {
  return model.keys.includes(key) || model.findings.some((finding) => finding.key === key);
}

function isAbout({ key, prefix }: Request, wanted: string): boolean {
  return key === wanted || (prefix !== undefined && wanted.startsWith(prefix));
}

function shownOf({ shown }: Request, key: string): string | null | undefined {
  return Object.hasOwn(shown, key) ? shown[key] : undefined;
}

function valuesOf({ events, stores }: PictureModel, key: string): string[] {
  const shown = events.map((event) => (event.type === "request" ? shownOf(event, key) : null));
  const held = stores.actors
    .flatMap(({ keys }) => keys.filter((changes) => changes.key === key))
    .flatMap(({ values }) => values);
  return [...new Set([...shown, ...held])].filter((value) => typeof value === "string");
}
