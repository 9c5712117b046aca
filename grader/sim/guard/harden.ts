import { Console } from "node:console";
import events from "node:events";
import net from "node:net";
import stream from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { builtinModules, createRequire } from "node:module";
import util from "node:util";
import { fixStackTraces } from "./caller.js";
import { consoleView, performanceView, processView } from "./views.js";

/**
 * Fixes what JavaScript and Node provide in this process, for good: objects, functions and prototypes keep their
 * properties, and global names their values. Code that is loaded later can neither change what the harness relies on,
 * nor hide anything there for other hosts. What it makes itself is its own, as before; assigning to a property that a
 * prototype also has, such as `error.name`, works as usual.
 *
 * Call this when the guard is in place. There is no way back.
 */
export function hardenProcess(): void {
  fixStackTraces();
  const seen = new Set<object>([globalThis, process, console, Console.prototype]);
  for (const root of languageRoots()) freezeDeep(root, seen, (key) => assigned.has(key));
  // Node's own classes have defaults on their prototypes, and methods that options replace.
  for (const root of [...nodeRoots, ...usableModules()]) freezeDeep(root, seen, () => true);
  freezeDeep(util, seen, () => true);
  // These change while they work, so only new properties are refused.
  const working = [process, process.stdout, process.stderr, console, performance, crypto];
  for (const object of working) Object.preventExtensions(object);
  Object.defineProperty(process, "env", { value: Object.freeze({ ...process.env }) });
  // These change while they work, and have listeners and fields that all hosts would share.
  const views = { process: processView(), console: consoleView(), performance: performanceView() };
  for (const [name, value] of Object.entries(views)) {
    freezeDeep(value, seen, () => false);
    Object.defineProperty(globalThis, name, { value, writable: false });
  }
  for (const name of Object.getOwnPropertyNames(globalThis)) fixGlobal(name);
}

/** Modules that no student file may import, or that change while they work. */
const leftAlone: ReadonlySet<string> = new Set([
  ...["cluster", "console", "domain", "inspector", "inspector/promises", "module", "process"],
  ...["punycode", "repl", "sys", "trace_events", "util", "v8", "vm", "wasi", "worker_threads"],
]);

/**
 * Node's modules with which programs compute, or which the guard refuses when they are used. Newer ones, whose names all
 * begin with `node:`, no student file may import.
 */
function usableModules(): object[] {
  const require = createRequire(import.meta.url);
  return builtinModules
    .filter((name) => !/^(_|node:)/.test(name) && !leftAlone.has(name))
    .map((name) => require(name) as unknown)
    .filter(isObject);
}

/** Classes of Node's that the harness runs on. */
const nodeRoots = [events, stream, net.Socket.prototype, StringDecoder];

/** Global names, and prototypes that none of them leads to. */
function languageRoots(): object[] {
  const iterators = [[].values(), new Map().values(), new Set().values(), ""[Symbol.iterator]()];
  const functions = [
    function* () {
      yield;
    },
    async () => Promise.resolve(),
    async function* () {
      yield await Promise.resolve(0);
    },
  ];
  return [
    ...globalValues(),
    // A getter leads to it.
    Buffer,
    ...iterators.map(prototypeOf),
    prototypeOf("".matchAll(/(?:)/g)),
    ...functions.map(prototypeOf),
  ];
}

function globalValues(): object[] {
  const values = Object.values(Object.getOwnPropertyDescriptors(globalThis)).map(
    ({ value }: PropertyDescriptor): unknown => value,
  );
  return values.filter(isObject);
}

function freezeDeep(
  root: object,
  seen: Set<object>,
  isAssigned: (key: PropertyKey) => boolean,
): void {
  const left = [root];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (ArrayBuffer.isView(next)) continue;
    const descriptors = Object.getOwnPropertyDescriptors(next);
    for (const key of Reflect.ownKeys(descriptors)) {
      const descriptor: PropertyDescriptor = descriptors[key as string] ?? {};
      const parts: unknown[] = Object.values(descriptor);
      left.push(...parts.filter(isObject));
    }
    left.push(...[prototypeOf(next)].filter(isObject));
    freeze(next, descriptors, isAssigned);
  }
}

/** Properties of prototypes that programs assign to on objects of their own. */
const assigned: ReadonlySet<PropertyKey> = new Set([
  ...["constructor", "name", "message", "stack", "code", "cause", "toString", "toJSON", "valueOf"],
  "length",
]);

function freeze(
  object: object,
  descriptors: Readonly<Record<PropertyKey, PropertyDescriptor>>,
  isAssigned: (key: PropertyKey) => boolean,
): void {
  // Stacks need it, and V8 looks for a plain property.
  if (object === Error) {
    Object.defineProperty(Error, "stackTraceLimit", { writable: true, configurable: false });
  }
  for (const key of Reflect.ownKeys(descriptors)) {
    const descriptor = descriptors[key as string];
    if (descriptor?.configurable !== true) continue;
    if (object === Error && key === "stackTraceLimit") continue;
    if ("value" in descriptor && isPrototype(object) && isAssigned(key)) {
      Object.defineProperty(object, key, assignable(object, key, descriptor));
    } else if ("value" in descriptor) {
      Object.defineProperty(object, key, { writable: false, configurable: false });
    } else if (isPrototype(object)) {
      Object.defineProperty(object, key, { configurable: false });
    } else {
      Object.defineProperty(object, key, { set: undefined, configurable: false } as object);
    }
  }
  Object.preventExtensions(object);
}

function isPrototype(object: object): boolean {
  const { constructor } = object as { constructor?: { prototype?: unknown } };
  return typeof constructor === "function" && constructor.prototype === object;
}

/** Reads as before. Assigning to an object that inherits it makes a property of that object, as if nothing was frozen. */
function assignable(
  owner: object,
  key: PropertyKey,
  { value, enumerable = false }: PropertyDescriptor,
): PropertyDescriptor {
  return {
    get: () => value as unknown,
    set(this: object, assigned: unknown) {
      if (this === owner) throw new TypeError(`cannot change ${String(key)}: it is fixed`);
      Object.defineProperty(this, key, {
        value: assigned,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    },
    enumerable,
    configurable: false,
  };
}

function fixGlobal(name: string): void {
  const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
  // Those with getters are loaded when they are first used, which replaces them. The harness uses none of them.
  if (descriptor?.configurable !== true || !("value" in descriptor)) return;
  Object.defineProperty(globalThis, name, { writable: false, configurable: false });
}

function prototypeOf(object: object): object {
  return Object.getPrototypeOf(object) as object;
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
