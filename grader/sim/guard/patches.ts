import { syncBuiltinESMExports } from "node:module";

interface Patch {
  readonly object: object;
  readonly name: PropertyKey;
  readonly replacement: PropertyDescriptor;
}

/** Properties of globals and of Node's modules that are replaced for a time, all at once. */
export class Patches {
  readonly #patches: Patch[] = [];
  #kept = false;
  #saved: readonly (PropertyDescriptor | undefined)[] | undefined;

  /** Adds the replacement of a property by a value. */
  value(object: object, name: PropertyKey, value: unknown): void {
    const before = Object.getOwnPropertyDescriptor(object, name);
    const { enumerable = false, configurable = true } = before ?? {};
    if (!configurable && before?.writable !== true) return;
    const replacement = { value, enumerable, writable: true, configurable };
    this.#patches.push({ object, name, replacement });
  }

  /** Adds the replacement of a property by a getter; assigning to the property replaces the getter. */
  getter(object: object, name: PropertyKey, get: () => unknown): void {
    const set = (value: unknown): void => {
      Object.defineProperty(object, name, { value, writable: true, configurable: true });
    };
    this.#patches.push({ object, name, replacement: { get, set, configurable: true } });
  }

  /** Has everything stay as it is now, for good. */
  keep(): void {
    this.#kept = true;
  }

  /** Replaces everything. Named imports from Node's modules see it too. */
  apply(): void {
    if (this.#kept) return;
    this.#saved ??= this.#patches.map(({ object, name, replacement }) => {
      const before = Object.getOwnPropertyDescriptor(object, name);
      Object.defineProperty(object, name, replacement);
      return before;
    });
    syncBuiltinESMExports();
  }

  /** Restores everything. */
  restore(): void {
    if (this.#kept) return;
    this.#saved?.forEach((before, index) => {
      const patch = this.#patches[index];
      if (patch === undefined) return;
      if (before === undefined) Reflect.deleteProperty(patch.object, patch.name);
      else Object.defineProperty(patch.object, patch.name, before);
    });
    this.#saved = undefined;
    syncBuiltinESMExports();
  }
}
