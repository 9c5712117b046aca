import { platform } from "../platform/current.js";

/**
 * Loads a class from the module that exports it under its own name.
 *
 * @throws if the module cannot be loaded or does not export the class; the error says what to do.
 */
export async function loadClass<C>(module: string, name: string): Promise<C> {
  const exports = await platform().load(module);
  const found = exports[name] ?? exports["default"];
  if (typeof found !== "function") {
    throw new Error(
      `${module} exports no class ${name}; export the class under its own name, and set ` +
        `"static readonly module = import.meta.url" in it`,
    );
  }
  return found as C;
}
