import type { ActorClass, Props } from "./actor.js";
import { decodeMessage, encodeMessage } from "./message_text.js";

/**
 * Creates the props of an actor.
 *
 * @param args the arguments that the constructor gets after the context. They are copied (as JSON) immediately, and again
 *   for each instance that is made, so that no two share them.
 * @throws `MessageError` if an argument is not plain data; the error names the position, such as `args[0].when`.
 */
export function props<M, A extends readonly unknown[]>(
  actorClass: ActorClass<M, A>,
  ...args: NoInfer<A>
): Props<M> {
  const { module, name } = actorClass;
  if (typeof module !== "string") {
    throw new TypeError(
      `the class ${name} does not say where it is; set "static readonly module = import.meta.url" in it`,
    );
  }
  return { module, name, args: copyOf(args) };
}

/** A copy of arguments that shares nothing with them. Throws like {@link props}. */
export function copyOf(args: readonly unknown[]): readonly unknown[] {
  return decodeMessage(encodeMessage(args, "args")) as unknown[];
}
