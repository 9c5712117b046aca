import { createRequire } from "node:module";
import { scheduler } from "node:timers/promises";
import { promisify } from "node:util";
import type { Patches } from "./patches.js";

/** Something that code under test must not use. Both texts are for people. */
export interface Use {
  /** Such as `Date.now()`. */
  readonly what: string;
  /** What to use instead. */
  readonly instead: string;
}

/** Throws if code under test is the caller; returns for all other callers, which get the real function. */
export type Refuse = (use: Use) => void;

type AnyFunction = (...args: unknown[]) => unknown;

const require = createRequire(import.meta.url);

const clock = "use context.now() in an actor, platform().now() elsewhere";
const duration = "use platform().monotonicNow()";
const timer = "use context.tellAfter() in an actor, platform().after() elsewhere";
const random = "use platform().random()";
const files = "actors, servers and clients use no files: keep data in fields";
const network = "use tell() between actors, and the given RpcClient and RpcServer elsewhere";
const threads = "start an actor with system.startActor(), which gives it a thread of its own";
const processes = "actors, servers and clients start no other programs";
const elsewhere = "it runs outside the simulation: use the synchronous version";
const waiting = "an actor never waits: return, and handle the result as a message";
const terminal = "use context.log() in an actor, console.log() elsewhere";
const inside = "code needs nothing from inside of Node";
const ending = "throw an error instead";

/** Node's modules with their functions that reach outside (all if none are named), and what to use instead. */
const refusedModules: readonly (readonly [string, string, ...string[]])[] = [
  ["timers", timer, "setTimeout", "setInterval", "setImmediate"],
  ["timers/promises", timer, "setTimeout", "setInterval", "setImmediate"],
  ["fs", files],
  ["fs/promises", files],
  ["net", network, "connect", "createConnection", "createServer", "Socket", "Stream", "Server"],
  ["http", network, "request", "get", "createServer", "Server"],
  ["https", network, "request", "get", "createServer", "Server"],
  ["http2", network, "connect", "createServer", "createSecureServer"],
  ["tls", network, "connect", "createServer", "TLSSocket", "Server"],
  ["dgram", network, "createSocket", "Socket"],
  ["dns", network],
  ["dns/promises", network],
  ["worker_threads", threads, "Worker", "MessageChannel", "BroadcastChannel"],
  ["worker_threads", threads, "receiveMessageOnPort", "setEnvironmentData", "getEnvironmentData"],
  ["cluster", threads, "fork"],
  ["inspector", inside, "open", "close", "url", "waitForDebugger", "Session"],
  ["vm", inside, "Script", "createContext", "runInContext", "runInNewContext", "runInThisContext"],
  ["vm", inside, "compileFunction", "SourceTextModule", "SyntheticModule"],
  ["v8", inside, "getHeapSnapshot", "writeHeapSnapshot", "setFlagsFromString", "queryObjects"],
  ["child_process", processes],
  ["readline", terminal, "createInterface", "Interface"],
  ["readline/promises", terminal, "createInterface", "Interface"],
  ["zlib", elsewhere, "deflate", "inflate", "gzip", "gunzip", "deflateRaw", "inflateRaw"],
  ["zlib", elsewhere, "unzip", "brotliCompress", "brotliDecompress"],
  ["crypto", random, "randomUUID", "randomBytes", "randomFill", "randomFillSync", "randomInt"],
  ["crypto", elsewhere, "pbkdf2", "scrypt", "hkdf", "generateKeyPair", "generateKey"],
  ["crypto", elsewhere, "generatePrime", "checkPrime"],
];

/** The same for global objects. */
const refusedObjects: readonly (readonly [object, string, string, ...string[]])[] = [
  [Date, "Date.", clock, "now"],
  [prototypeOf(performance), "performance.", duration, "now", "mark", "measure", "timerify"],
  [process, "process.", duration, "hrtime", "uptime"],
  [process.hrtime, "process.hrtime.", duration, "bigint"],
  [globalThis, "", timer, "setTimeout", "setInterval", "setImmediate"],
  [prototypeOf(scheduler), "scheduler.", timer, "wait", "yield"],
  [AbortSignal, "AbortSignal.", timer, "timeout"],
  [Math, "Math.", random, "random"],
  [prototypeOf(crypto), "crypto.", random, "randomUUID", "getRandomValues"],
  [prototypeOf(crypto.subtle), "crypto.subtle.", elsewhere],
  [Atomics, "Atomics.", waiting, "wait"],
  [process, "process.", processes, "kill", "_kill", "_debugProcess", "_debugEnd"],
  [process, "process.", inside, "binding", "_linkedBinding", "dlopen", "getBuiltinModule"],
  [process, "process.", inside, "_getActiveHandles", "_getActiveRequests", "openStdin"],
  [process, "process.", ending, "setUncaughtExceptionCaptureCallback"],
  [URL, "URL.", threads, "createObjectURL"],
  [process, "process.", files, "chdir"],
  [process, "process.", ending, "exit", "reallyExit", "abort"],
  [globalThis, "", network, "fetch", "WebSocket", "EventSource"],
  [globalThis, "", threads, "BroadcastChannel", "MessageChannel"],
];

/** Makes everything that reaches outside refuse code under test. */
export function refuseTheOutside(patches: Patches, refuse: Refuse): void {
  const refuseIn = (
    object: object,
    prefix: string,
    instead: string,
    names: readonly string[],
  ): void => {
    const chosen = names.length > 0 ? names : Object.getOwnPropertyNames(object);
    for (const name of chosen) {
      const property = Object.getOwnPropertyDescriptor(object, name);
      const value: unknown = property?.value;
      if (typeof value === "function" && name !== "constructor") {
        const original = value as AnyFunction;
        patches.value(
          object,
          name,
          refusing(original, { what: `${prefix}${name}()`, instead }, refuse),
        );
      } else if (property?.get !== undefined && object === globalThis) {
        // Some globals take long to load on their first use, so reading them is refused.
        patches.getter(object, name, () => {
          refuse({ what: name, instead });
          return property.get?.call(globalThis) as unknown;
        });
      }
    }
  };
  // First, because a function that a module has as well keeps the name under which it is first refused.
  for (const [object, prefix, instead, ...names] of refusedObjects) {
    refuseIn(object, prefix, instead, names);
  }
  for (const [module, instead, ...names] of refusedModules) {
    refuseIn(require(`node:${module}`) as object, `${module}.`, instead, names);
  }
  refuseTheTime(patches, refuse);
}

/** The constructor of dates tells the time only if it has no arguments. */
function refuseTheTime(patches: Patches, refuse: Refuse): void {
  const date = new Proxy(Date, {
    apply() {
      refuse({ what: "Date()", instead: clock });
      return new Date().toString();
    },
    construct(target, args: unknown[], newTarget): object {
      if (args.length === 0) refuse({ what: "new Date()", instead: clock });
      return Reflect.construct(target, args, newTarget) as object;
    },
  });
  patches.value(globalThis, "Date", date);
  patches.value(Date.prototype, "constructor", date);
  const { timeOrigin } = performance;
  patches.getter(performance, "timeOrigin", () => {
    refuse({ what: "performance.timeOrigin", instead: duration });
    return timeOrigin;
  });
}

const wrappers = new WeakMap<AnyFunction, AnyFunction>();

/**
 * A function or class that is `original` for all callers except code under test. The same original always has the same
 * wrapper, so that aliases stay aliases.
 */
function refusing(original: AnyFunction, use: Use, refuse: Refuse): AnyFunction {
  const known = wrappers.get(original);
  if (known !== undefined) return known;
  const wrapper = new Proxy(original, {
    apply(target, self: unknown, args: unknown[]) {
      refuse(use);
      return Reflect.apply(target, self, args);
    },
    construct(target, args: unknown[], newTarget): object {
      refuse({ ...use, what: `new ${use.what}` });
      return Reflect.construct(target, args, newTarget) as object;
    },
    get(target, name) {
      // The promise form of some functions does not go through the function.
      if (name === promisify.custom) refuse(use);
      return Reflect.get(target, name) as unknown;
    },
  });
  wrappers.set(original, wrapper);
  return wrapper;
}

function prototypeOf(object: object): object {
  return Object.getPrototypeOf(object) as object;
}
