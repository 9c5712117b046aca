import { createRequire } from "node:module";
import type { Platform } from "../../../starter/platform/platform.js";
import type { Catch, Use } from "./guarded_host.js";
import type { Patches } from "./patches.js";
import {
  clearVirtual,
  nodeDelay,
  virtualTicks,
  virtualWait,
  VirtualTimer,
} from "./virtual_timers.js";
import { wrap, type AnyFunction, type Serve } from "./wrap.js";

const require = createRequire(import.meta.url);

const clock = "ask context.now() in an actor, platform().now() elsewhere";
const duration = "ask platform().monotonicNow()";
const timer = "use context.tellAfter() in an actor, platform().after() elsewhere";
const random = "draw from platform().random()";

/** Replaces what a simulation can serve itself: clock, timers and randomness. */
export function serveFromSimulation(patches: Patches, caught: Catch): void {
  const serve = (object: object, name: string, use: Use, by: Serve): void => {
    const original: unknown = Reflect.get(object, name);
    if (typeof original !== "function") return;
    patches.value(object, name, wrap(original as AnyFunction, use, caught, by));
  };
  serveClock(patches, caught, serve);
  serveTimers(serve, patches);
  serveRandomness(serve);
}

type ServeOne = (object: object, name: string, use: Use, by: Serve) => void;

function serveClock(patches: Patches, caught: Catch, serve: ServeOne): void {
  const RealDate = Date;
  const newDate: Use = { what: "new Date()", instead: clock };
  const date = new Proxy(RealDate, {
    apply(target) {
      const host = caught({ what: "Date()", instead: clock });
      return (host === undefined ? new target() : new target(host.platform.now())).toString();
    },
    construct(target, args: unknown[], newTarget): object {
      const host = args.length === 0 ? caught(newDate) : undefined;
      const given = host === undefined ? args : [host.platform.now()];
      return Reflect.construct(target, given, newTarget) as object;
    },
  });
  patches.value(globalThis, "Date", date);
  patches.value(RealDate.prototype, "constructor", date);
  serve(RealDate, "now", { what: "Date.now()", instead: clock }, ({ platform }) => platform.now());

  const { performance } = globalThis;
  serve(performance, "now", { what: "performance.now()", instead: duration }, ({ platform }) =>
    platform.monotonicNow(),
  );
  const { timeOrigin } = performance;
  patches.getter(performance, "timeOrigin", () => {
    const host = caught({ what: "performance.timeOrigin", instead: clock });
    return host === undefined ? timeOrigin : host.platform.now() - host.platform.monotonicNow();
  });
  const realHrtime = process.hrtime;
  serve(process, "hrtime", { what: "process.hrtime()", instead: duration }, ({ platform }, args) =>
    hrtime(platform, args[0] as [number, number] | undefined),
  );
  const bigint: Use = { what: "process.hrtime.bigint()", instead: duration };
  serve(realHrtime, "bigint", bigint, ({ platform }) => nanoseconds(platform));
  serve(process, "uptime", { what: "process.uptime()", instead: duration }, ({ platform }) => {
    return platform.monotonicNow() / 1_000;
  });
}

function serveTimers(serve: ServeOne, patches: Patches): void {
  const use = (what: string): Use => ({ what: `${what}()`, instead: timer });
  for (const object of [globalThis, require("node:timers") as object]) {
    serve(object, "setTimeout", use("setTimeout"), (host, [run, delay, ...args]) => {
      return new VirtualTimer(host, { run: callback(run), args }, nodeDelay(delay), false);
    });
    serve(object, "setInterval", use("setInterval"), (host, [run, delay, ...args]) => {
      return new VirtualTimer(host, { run: callback(run), args }, nodeDelay(delay), true);
    });
    serve(object, "setImmediate", use("setImmediate"), (host, [run, ...args]) => {
      return new VirtualTimer(host, { run: callback(run), args }, 0, false);
    });
    for (const name of ["clearTimeout", "clearInterval", "clearImmediate"]) {
      patches.value(object, name, clearing(Reflect.get(object, name) as AnyFunction));
    }
  }
  const promises = require("node:timers/promises") as { readonly scheduler: object };
  serve(promises, "setTimeout", use("setTimeout"), (host, [delay, value, options]) =>
    virtualWait(host, nodeDelay(delay), value, options),
  );
  serve(promises, "setImmediate", use("setImmediate"), (host, [value, options]) =>
    virtualWait(host, 0, value, options),
  );
  serve(promises, "setInterval", use("setInterval"), (host, [delay, value, options]) =>
    virtualTicks(host, nodeDelay(delay), value, options),
  );
  serve(promises.scheduler, "wait", use("scheduler.wait"), (host, [delay, options]) =>
    virtualWait(host, nodeDelay(delay), undefined, options),
  );
  serve(promises.scheduler, "yield", use("scheduler.yield"), (host) =>
    virtualWait(host, 0, undefined, undefined),
  );
  serve(AbortSignal, "timeout", use("AbortSignal.timeout"), (host, [delay]) => {
    const controller = new AbortController();
    host.platform.after(nodeDelay(delay), () => {
      const text = "The operation was aborted due to timeout";
      controller.abort(new DOMException(text, "TimeoutError"));
    });
    return controller.signal;
  });
}

function serveRandomness(serve: ServeOne): void {
  const use = (what: string): Use => ({ what: `${what}()`, instead: random });
  serve(Math, "random", use("Math.random"), ({ platform }) => platform.random());
  const crypto = require("node:crypto") as Readonly<Record<"webcrypto", object>>;
  for (const object of [crypto.webcrypto, crypto]) {
    serve(object, "randomUUID", use("crypto.randomUUID"), ({ platform }) => uuid(platform));
    serve(object, "getRandomValues", use("crypto.getRandomValues"), ({ platform }, [array]) =>
      fill(platform, array as ArrayBufferView),
    );
  }
  serve(crypto, "randomBytes", use("crypto.randomBytes"), ({ platform }, [size, done]) =>
    yielded(platform, fill(platform, Buffer.alloc(Number(size))), done),
  );
  serve(crypto, "randomFillSync", use("crypto.randomFillSync"), ({ platform }, args) =>
    fillPart(platform, args),
  );
  serve(crypto, "randomFill", use("crypto.randomFill"), ({ platform }, args) =>
    yielded(platform, fillPart(platform, args), args.at(-1)),
  );
  serve(crypto, "randomInt", use("crypto.randomInt"), ({ platform }, args) => {
    const [one = 0, two] = args.map(Number);
    const [from, to] = typeof args[1] === "number" && two !== undefined ? [one, two] : [0, one];
    const drawn = from + Math.floor(platform.random() * (to - from));
    return yielded(platform, drawn, args.at(-1));
  });
}

function callback(run: unknown): AnyFunction {
  if (typeof run === "function") return run as AnyFunction;
  throw new TypeError(`a timer calls a function, not ${typeof run}`);
}

const clearers = new WeakMap<AnyFunction, AnyFunction>();

/** Clears virtual timers itself and leaves others to Node. */
function clearing(original: AnyFunction): AnyFunction {
  const known = clearers.get(original);
  if (known !== undefined) return known;
  const clear = (timer: unknown): void => {
    if (!clearVirtual(timer)) original(timer);
  };
  Object.defineProperty(clear, "name", { value: original.name });
  clearers.set(original, clear);
  return clear;
}

function nanoseconds(platform: Platform): bigint {
  // Virtual time is whole microseconds, which doubles hold exactly.
  return BigInt(Math.round(platform.monotonicNow() * 1_000)) * 1_000n;
}

function hrtime(platform: Platform, since: [number, number] | undefined): [number, number] {
  const [seconds = 0, rest = 0] = since ?? [];
  const total = nanoseconds(platform) - BigInt(seconds) * 1_000_000_000n - BigInt(rest);
  return [Number(total / 1_000_000_000n), Number(total % 1_000_000_000n)];
}

function uuid(platform: Platform): string {
  const bytes = fill(platform, new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return Buffer.from(bytes)
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function fill<V extends ArrayBufferView>(platform: Platform, view: V, from = 0, to?: number): V {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  for (let i = from; i < (to ?? bytes.length); i++) bytes[i] = Math.floor(platform.random() * 256);
  return view;
}

function fillPart(platform: Platform, [view, offset, size]: unknown[]): ArrayBufferView {
  const from = typeof offset === "number" ? offset : 0;
  const to = typeof size === "number" ? from + size : undefined;
  return fill(platform, view as ArrayBufferView, from, to);
}

/** Hands a result to a callback, a turn later, where there is one; otherwise it is returned. */
function yielded(platform: Platform, value: unknown, done: unknown): unknown {
  if (typeof done !== "function") return value;
  platform.after(0, () => {
    (done as AnyFunction)(null, value);
  });
  return undefined;
}
