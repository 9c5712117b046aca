import { promisify } from "node:util";
import type { Catch, GuardedHost, Use } from "./guarded_host.js";

/** A function or a class of Node's, of which the guard knows nothing more. */
export type AnyFunction = (...args: unknown[]) => unknown;

/** What code under test gets in the place of Node's own. */
export type Serve = (host: GuardedHost, args: unknown[], use: Use) => unknown;

const wrappers = new WeakMap<AnyFunction, AnyFunction>();

/**
 * A function, or class, that is `original` for everybody but code under test. The same original always has the same
 * wrapper, so that names for one thing stay names for one thing.
 */
export function wrap(original: AnyFunction, use: Use, caught: Catch, serve: Serve): AnyFunction {
  const known = wrappers.get(original);
  if (known !== undefined) return known;
  const wrapper = hasPromisified(original)
    ? wrapPromisified(original, use, caught, serve)
    : new Proxy(original, {
        apply(target, self: unknown, args: unknown[]) {
          const host = caught(use);
          return host === undefined ? Reflect.apply(target, self, args) : serve(host, args, use);
        },
        construct(target, args: unknown[], newTarget): object {
          const as = { ...use, what: `new ${use.what}` };
          const host = caught(as);
          if (host === undefined) return Reflect.construct(target, args, newTarget) as object;
          return serve(host, args, as) as object;
        },
      });
  wrappers.set(original, wrapper);
  return wrapper;
}

/** Refuses a use with an error that says what to do. */
export function refuse({ what, instead }: Use): never {
  throw new Error(`${what} reaches around the platform, to the world outside; ${instead}`);
}

function hasPromisified(original: AnyFunction): boolean {
  const own = Object.getOwnPropertyDescriptor(original, promisify.custom);
  return own !== undefined && "value" in own;
}

/** The promise form of such a function does not go through the function, and a proxy may not change what it is. */
function wrapPromisified(
  original: AnyFunction,
  use: Use,
  caught: Catch,
  serve: Serve,
): AnyFunction {
  const wrapOne = (one: AnyFunction): AnyFunction =>
    function (this: unknown, ...args: unknown[]): unknown {
      const host = caught(use);
      return host === undefined ? Reflect.apply(one, this, args) : serve(host, args, use);
    };
  const promised = (original as unknown as Record<symbol, AnyFunction>)[promisify.custom];
  return Object.defineProperties(wrapOne(original), {
    name: { value: original.name },
    ...(promised === undefined ? {} : { [promisify.custom]: { value: wrapOne(promised) } }),
  });
}
