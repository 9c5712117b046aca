import { randomInt } from "node:crypto";
import { traceableValue } from "../history/scenario.js";

const [letters, tagLength] = ["0123456789abcdefghijklmnopqrstuvwxyz", 4];

/**
 * Keeps the values of one run secret until they are put: code under test gets each traceable value with an ending that
 * nobody can foresee, so it can neither know values from the text of a test, nor from runs before. Endings change no
 * order of values, and what people and checks see has none.
 */
export class SealedValues {
  /** By the values as code under test gets them. */
  readonly #values = new Map<string, string>();
  readonly #sealed = new Map<string, string>();

  /** A copy of a scenario whose values have endings. */
  seal<T>(scenario: T): T {
    return withTexts(scenario, (text) =>
      text.replace(traceableValue, (value) => this.#seal(value)),
    );
  }

  /** A copy of what was seen of a run, in which values have no endings. What never had one is marked: it was made up. */
  unseal<T>(seen: T): T {
    return withTexts(seen, (text) =>
      text.replace(traceableValue, (value) => this.#values.get(value) ?? ended(value, "made-up")),
    );
  }

  #seal(value: string): string {
    const known = this.#sealed.get(value);
    if (known !== undefined) return known;
    const tag = Array.from({ length: tagLength }, () => letters[randomInt(letters.length)]);
    const sealed = ended(value, tag.join(""));
    this.#sealed.set(value, sealed);
    this.#values.set(sealed, value);
    return sealed;
  }
}

function ended(value: string, ending: string): string {
  return `${value.slice(0, -1)}-${ending}~`;
}

/** Plain data with other texts; names of properties stay, and so does what holds no text that changes. */
function withTexts<T>(data: T, change: (text: string) => string): T {
  const changed = (part: unknown): unknown => {
    if (typeof part === "string") return part.includes("~") ? change(part) : part;
    if (typeof part !== "object" || part === null) return part;
    if (Array.isArray(part)) {
      const items: readonly unknown[] = part;
      let copy: unknown[] | undefined;
      for (let index = 0; index < items.length; index++) {
        const now = changed(items[index]);
        if (now !== items[index]) (copy ??= [...items])[index] = now;
      }
      return copy ?? items;
    }
    const old = part as Readonly<Record<string, unknown>>;
    let copy: Record<string, unknown> | undefined;
    // Of plain data this finds the same names as `Object.keys`, and makes no list of them.
    for (const name in old) {
      const now = changed(old[name]);
      if (now !== old[name]) (copy ??= { ...old })[name] = now;
    }
    return copy ?? old;
  };
  return changed(data) as T;
}
