import { createRequire } from "node:module";
import type { Catch, Use } from "./guarded_host.js";
import type { Patches } from "./patches.js";
import { refuse, wrap, type AnyFunction } from "./wrap.js";

const require = createRequire(import.meta.url);

const files = "actors, servers and clients have no files: keep what they know in their fields";
const network = "use tell() between actors and the given RpcClient and RpcServer otherwise";
const threads = "start an actor with system.startActor(), which gives it a thread of its own";
const processes = "actors, servers and clients start no other programs";
const elsewhere = "it goes on outside of the simulated world: do it in place, synchronously";
const waiting = "an actor never waits: return, and let a message bring what is missing";
const terminal = "use context.log() in an actor, console.log() elsewhere";

/** Modules of Node's, the functions of theirs that reach outside (all, when none are named), and what to do instead. */
const refusedModules: readonly (readonly [string, string, ...string[]])[] = [
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
  ["cluster", threads, "fork"],
  ["child_process", processes],
  ["readline", terminal, "createInterface", "Interface"],
  ["readline/promises", terminal, "createInterface", "Interface"],
  ["zlib", elsewhere, "deflate", "inflate", "gzip", "gunzip", "deflateRaw", "inflateRaw"],
  ["zlib", elsewhere, "unzip", "brotliCompress", "brotliDecompress"],
  ["crypto", elsewhere, "pbkdf2", "scrypt", "hkdf", "generateKeyPair", "generateKey"],
  ["crypto", elsewhere, "generatePrime", "checkPrime"],
];

const refusedGlobals: readonly (readonly [string, string])[] = [
  ["fetch", network],
  ["WebSocket", network],
  ["EventSource", network],
  ["BroadcastChannel", threads],
  ["MessageChannel", threads],
];

/** Makes everything that reaches outside throw when code under test uses it. */
export function refuseTheOutside(patches: Patches, caught: Catch): void {
  const refuseOne = (object: object, name: string, shown: string, instead: string): void => {
    const original = functionOf(object, name);
    if (original === undefined) return;
    const use: Use = { what: `${shown}()`, instead };
    patches.value(object, name, wrap(original, use, caught, refuseIt));
  };
  for (const [module, instead, ...names] of refusedModules) {
    const exports = require(`node:${module}`) as object;
    const chosen = names.length > 0 ? names : Object.keys(exports);
    for (const name of chosen) refuseOne(exports, name, `${module}.${name}`, instead);
  }
  const { subtle } = globalThis.crypto;
  const methods = Object.getPrototypeOf(subtle) as object;
  for (const name of Object.getOwnPropertyNames(methods)) {
    if (name !== "constructor") refuseOne(methods, name, `crypto.subtle.${name}`, elsewhere);
  }
  refuseOne(Atomics, "wait", "Atomics.wait", waiting);
  refuseOne(process, "kill", "process.kill", processes);
  refuseOne(process, "chdir", "process.chdir", files);
  for (const [name, instead] of refusedGlobals) refuseGlobal(patches, caught, name, instead);
  refuseExit(patches, caught);
}

/** A method; undefined for what else is there. Properties with getters are left alone: asking some of them warns. */
function functionOf(object: object, name: string): AnyFunction | undefined {
  const value: unknown = Object.getOwnPropertyDescriptor(object, name)?.value;
  return typeof value === "function" ? (value as AnyFunction) : undefined;
}

function refuseIt(_host: unknown, _args: unknown, use: Use): never {
  refuse(use);
}

/** Some globals are loaded when they are first asked for, which takes long, so the asking itself is looked at. */
function refuseGlobal(patches: Patches, caught: Catch, name: string, instead: string): void {
  const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
  if (descriptor === undefined) return;
  const use: Use = { what: `${name}()`, instead };
  if (typeof descriptor.value === "function") {
    const original = descriptor.value as AnyFunction;
    patches.value(globalThis, name, wrap(original, use, caught, refuseIt));
    return;
  }
  patches.getter(globalThis, name, () => {
    const host = caught({ what: name, instead });
    if (host === undefined) return descriptor.get?.call(globalThis);
    return function (): never {
      return refuse({ what: `new ${name}()`, instead });
    };
  });
}

/** On real threads the code's own thread ends; so does its host here, with the same words. */
function refuseExit(patches: Patches, caught: Catch): void {
  for (const name of ["exit", "reallyExit", "abort"] as const) {
    const original = functionOf(process, name);
    if (original === undefined) continue;
    const instead = "throw an error, which ends what is under way";
    const use: Use = { what: `process.${name}()`, instead };
    const end = wrap(original, use, caught, (host, [code]) => {
      host.fail(
        new Error(
          `the thread ${host.name} ended by itself with exit code ${Number(code ?? 0)}; ` +
            "did code that runs in it call process.exit()?",
        ),
      );
      return refuse(use);
    });
    patches.value(process, name, end);
  }
}
