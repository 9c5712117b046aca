/** Points without sync: actors share what they hold behind the back of the actor system. */
import { forgettingActor, rememberingClient, sharing, type Attack } from "./attack.js";

/** A module whose `box()` says where Puts are hidden. */
function boxed(box: string, before = ""): string {
  return `${before}
const box = (): any => ${box};
export function publish(key: string, value: string): void { box()[key] = value; }
export function all(): Record<string, string> { return Object.assign(Object.create(null), box()); }`;
}

/** A box that hangs on an object that everybody has. */
function on(object: string, before = ""): string {
  return boxed(`((${object} as any).box ??= Object.create(null))`, before);
}

/** A box that hangs on an object behind a function, which no analysis of the text sees through. */
function behind(object: string, before = ""): string {
  const given = `const given = (object: any): any => object;\n${before}`;
  return boxed(`(given(${object}).box ??= Object.create(null))`, given);
}

/** What gains a point wherever actors share their modules, although the modules seem to keep nothing. */
const hidden: readonly Attack[] = [
  sharing("hide-in-function", "hangs Puts on a private function", behind("publish"), {
    worksWithout: "isolation",
    quick: true,
  }),
  sharing(
    "hide-in-closure",
    "hangs Puts on a function within a function's result",
    behind(
      "inner",
      "class Inner { static readonly of = (): void => undefined; }\nconst inner = Inner.of;",
    ),
    { worksWithout: "isolation" },
  ),
  sharing("hide-in-static", "hangs Puts on a class", behind("Hidden", "class Hidden {}"), {
    worksWithout: "isolation",
  }),
  sharing(
    "hide-in-pattern",
    "hangs Puts on a regular expression",
    behind("pattern", "const pattern = /x/;"),
    {
      worksWithout: "isolation",
    },
  ),
  sharing(
    "hide-in-package",
    "hangs Puts on a package's class",
    behind("BTree", 'import BTree = require("sorted-btree");'),
    { worksWithout: "isolation" },
  ),
  sharing(
    "hide-in-package-object",
    "hangs Puts on an object that a package keeps",
    behind("(new BTree.default() as any)._root", 'import BTree = require("sorted-btree");'),
    { worksWithout: "isolation" },
  ),
  sharing(
    "hide-in-service",
    "hangs Puts on a given object",
    behind("queryService", 'import { queryService } from "../kvcommon/query_service.js";'),
  ),
  sharing(
    "hide-in-given-class",
    "hangs Puts on a given class that has nothing to do with actors",
    behind("RpcError.prototype", 'import { RpcError } from "../rpc/rpc_error.js";'),
  ),
  sharing(
    "hide-in-given-function",
    "hangs Puts on a given function",
    behind("uid", 'import { uid } from "../actor/actor_ref.js";'),
  ),
  ...["OneActorPut1", "OneActorMultiClient1", "OneActorList1"].map((test): Attack => ({
    name: `remembering-client-${test}`,
    aim: "points",
    how: `has a client that remembers the Puts of all clients, in ${test}`,
    files: { "kvserver/query_actor.ts": forgettingActor, "kvclient/client.ts": rememberingClient },
    ...{ test, driver: "sim", honest: 0, worksWithout: "isolation" },
  })),
];

export const sharedState: readonly Attack[] = [
  ...hidden,
  sharing("share-global", "keeps Puts in a global variable", on("globalThis"), { quick: true }),
  sharing(
    "share-global-symbol",
    "keeps Puts in a global under a symbol",
    boxed("((globalThis as any)[Symbol.for('box')] ??= Object.create(null))"),
  ),
  sharing(
    "share-defined-global",
    "defines a hidden global",
    boxed(
      "(Reflect.get(globalThis, 'box') ?? (Reflect.defineProperty(globalThis, 'box', { value: Object.create(null), configurable: true }), Reflect.get(globalThis, 'box')))",
    ),
  ),
  sharing(
    "share-module-state",
    "keeps Puts in a variable of its module",
    boxed("kept", "const kept: any = Object.create(null);"),
    { worksWithout: "isolation" },
  ),
  sharing("share-module-function", "hangs Puts on a function of its module", on("publish"), {
    worksWithout: "isolation",
  }),
  sharing("share-object-prototype", "hangs Puts on Object.prototype", on("Object.prototype")),
  sharing("share-array", "hangs Puts on Array", on("Array")),
  sharing(
    "share-by-parameter",
    "hangs Puts on Math by way of a parameter",
    boxed("of(Math)", "const of = (place: any): any => (place.box ??= Object.create(null));"),
  ),
  sharing(
    "share-json",
    "hangs Puts on JSON with Reflect",
    boxed(
      "(Reflect.get(JSON, 'box') ?? (Reflect.set(JSON, 'box', Object.create(null)), Reflect.get(JSON, 'box')))",
    ),
  ),
  sharing("share-promise-prototype", "hangs Puts on Promise.prototype", on("Promise.prototype")),
  sharing("share-intl", "hangs Puts on Intl", on("Intl")),
  sharing("share-buffer", "hangs Puts on Buffer", on("Buffer")),
  sharing(
    "share-iterator",
    "hangs Puts on the prototype of iterators",
    on("Object.getPrototypeOf([].values())"),
  ),
  sharing(
    "share-emitter",
    "hangs Puts on EventEmitter",
    on("EventEmitter", 'import { EventEmitter } from "node:events";'),
  ),
  sharing(
    "share-given-class",
    "hangs Puts on a given class",
    on("ActorSystem", 'import { ActorSystem } from "../actor/actor_system.js";'),
  ),
  sharing(
    "share-broadcast",
    "sends Puts through a BroadcastChannel",
    `const held: any = Object.create(null);
const channel = new BroadcastChannel("puts");
channel.onmessage = ({ data }: any) => { held[data[0]] = data[1]; };
export function publish(key: string, value: string): void { held[key] = value; channel.postMessage([key, value]); }
export function all(): Record<string, string> { return held; }`,
  ),
  sharing(
    "share-broadcast-import",
    "sends Puts through an imported BroadcastChannel",
    `import { BroadcastChannel as Channel } from "node:worker_threads";
const held: any = Object.create(null);
export function publish(key: string, value: string): void { held[key] = value; new Channel("puts").postMessage([key, value]); }
export function all(): Record<string, string> { return held; }`,
  ),
  sharing(
    "share-environment-data",
    "keeps Puts in the environment data of threads",
    boxed(
      "({})",
      'import { setEnvironmentData } from "node:worker_threads"; setEnvironmentData("box", 1);',
    ),
    { says: /imports more from/ },
  ),
  sharing(
    "share-diagnostics",
    "sends Puts through a diagnostics channel",
    on("channel('x')", 'import { channel } from "node:diagnostics_channel";'),
    { says: /diagnostics_channel/ },
  ),
  sharing(
    "share-async-storage",
    "keeps Puts in an AsyncLocalStorage",
    on("AsyncLocalStorage", 'import { AsyncLocalStorage } from "node:async_hooks";'),
    { says: /async_hooks/ },
  ),
  sharing(
    "share-files",
    "keeps Puts in files",
    `import { readdirSync, readFileSync, writeFileSync } from "node:fs";
export function publish(key: string, value: string): void { writeFileSync("/tmp/cmud-put-" + encodeURIComponent(key), value); }
export function all(): Record<string, string> {
  return Object.fromEntries(
    readdirSync("/tmp").filter((name) => name.startsWith("cmud-put-")).map((name) => [decodeURIComponent(name.slice(9)), readFileSync("/tmp/" + name, "utf8")]),
  );
}`,
  ),
  sharing("share-process", "hangs Puts on the process", on("process")),
  sharing("share-console", "hangs Puts on the console", on("console")),
  sharing("share-environment", "hangs Puts on the environment", boxed("(process.env as any)")),
  sharing("share-stdout", "hangs Puts on stdout", on("process.stdout")),
];
