/** Points without work: other people's solutions, forged observations, and ways around the guard. */
import { running, sharing, type Attack } from "./attack.js";

const nothing =
  "export function publish(): void {}\nexport function all(): Record<string, string> { return {}; }\n";

/** Runs some code in a tree without sync: it would have to forge what it wants. */
function forging(name: string, how: string, code: string, more: Partial<Attack> = {}): Attack {
  return sharing(name, how, `${code}\n${nothing}`, more);
}

/** A server that is somebody else's. */
function stealing(name: string, how: string, server: string, more: Partial<Attack> = {}): Attack {
  return running(name, how, "export {};", {
    aim: "points",
    honest: 0,
    files: { "kvserver/server.ts": server },
    driver: "sim",
    ...more,
  });
}

export const forgeries: readonly Attack[] = [
  stealing(
    "steal-by-import-map",
    "imports the solution by the kit's import map",
    'export { Server } from "#solution/kvserver/server.js";',
    { says: /imports/, quick: true },
  ),
  stealing(
    "steal-by-path",
    "re-exports the staged solution",
    'export { Server } from "../../../solution/js/kvserver/server.js";',
    { says: /outside of the tree/ },
  ),
  stealing(
    "steal-by-url",
    "imports the solution by a computed URL",
    'const { Server } = await import("file:///" + "solution.js");\nexport { Server };',
    { says: /computed/ },
  ),
  stealing(
    "steal-by-literal-url",
    "imports the solution by its URL",
    'const { Server } = await import("file:///solution.js" as string);\nexport { Server };',
  ),
  stealing(
    "steal-sources",
    "copies the sources of the solution while it runs",
    'import { readFileSync } from "node:fs";\nexport class Server { static start(): unknown { return readFileSync(process.cwd() + "/solution/kvserver/server.ts"); } }',
  ),
  stealing(
    "steal-sources-for-real",
    "the same on real threads",
    'import { readFileSync } from "node:fs";\nexport class Server { static start(): unknown { return readFileSync(process.cwd() + "/solution/kvserver/server.ts"); } }',
    { driver: "real", says: /ENOENT|EACCES/ },
  ),
  stealing(
    "copy-the-solution",
    "copies a compiled file of the solution into its own tree, on real threads",
    `const { copyFileSync } = (process as any).getBuiltinModule("node:fs");
const { createRequire } = (process as any).getBuiltinModule("node:module");
const theirs = process.cwd() + "/build/trees/cmud/solution/js/kvserver/server.js";
copyFileSync(theirs, import.meta.dirname + "/theirs.js");
export const Server = createRequire(import.meta.url)("./theirs.js").Server;`,
    { driver: "real", says: /ENOENT|EACCES|EROFS/, worksWithout: "wall", quick: true },
  ),
  stealing(
    "steal-by-require",
    "requires the solution",
    'import { createRequire } from "node:module";\nexport const Server = createRequire(import.meta.url)("../../../solution/js/kvserver/server.js").Server;',
    { says: /node:module/ },
  ),
  forging(
    "helper-require",
    "calls the compiler's own way to require modules",
    'import BTree = require("sorted-btree");\ndeclare const __require: any;\nvoid BTree;\n__require("node:inspector");',
  ),
  forging(
    "inspector",
    "looks for the scenario on the heap",
    'import { Session } from "node:inspector"; new Session().connect();',
    { says: /inspector/ },
  ),
  forging(
    "heap-snapshot",
    "writes a snapshot of the heap",
    'import { writeHeapSnapshot } from "node:v8"; writeHeapSnapshot();',
    { says: /v8/ },
  ),
  forging(
    "vm",
    "runs code in a context of its own",
    'import vm from "node:vm"; vm.runInThisContext("1");',
    { says: /vm/ },
  ),
  forging("binding", "takes Node's bindings", '(process as any).binding("fs");'),
  forging(
    "builtin-module",
    "asks the process for modules",
    '(process as any).getBuiltinModule("inspector").open();',
  ),
  forging(
    "active-handles",
    "looks for the channel of reports among the open handles",
    '(process as any)._getActiveHandles().forEach((each: any) => each.write?.("{}"));',
  ),
  forging("linked-binding", "takes Node's inner bindings", '(process as any)._linkedBinding("x");'),
  forging("patch-json", "patches JSON.stringify", "JSON.stringify = () => 'forged';"),
  forging("patch-map", "patches Map.prototype", "Map.prototype.get = () => 'forged';"),
  forging(
    "patch-push",
    "patches Array.prototype.push",
    "Array.prototype.push = function () { return 0; };",
  ),
  forging(
    "patch-then",
    "patches Promise.prototype",
    "Promise.prototype.then = function () { return this; } as any;",
  ),
  forging(
    "patch-iterator",
    "patches the iteration of arrays",
    "Object.getPrototypeOf([].values()).next = () => ({ done: true });",
  ),
  forging(
    "patch-define",
    "redefines a global name",
    "Object.defineProperty(globalThis, 'Map', { value: class extends Map {} });",
  ),
  forging(
    "patch-emit",
    "listens to all events of the process",
    'import { EventEmitter } from "node:events"; EventEmitter.prototype.emit = () => true;',
  ),
  forging(
    "patch-socket",
    "patches what sockets write",
    'import { Socket } from "node:net"; Socket.prototype.write = () => true;',
  ),
  forging(
    "patch-call",
    "patches Function.prototype.call",
    "Function.prototype.call = () => undefined;",
  ),
  forging(
    "capture-stack",
    "hides from the guard by captureStackTrace",
    "Error.captureStackTrace = (holder: any) => { holder.stack = []; };",
  ),
  forging(
    "prepare-stack",
    "hides from the guard by prepareStackTrace",
    "Object.defineProperty(Error, 'prepareStackTrace', { get: () => () => [], set: () => undefined }); Date.now();",
  ),
  forging("eval-import", "imports from within eval", "await eval(\"import('node:inspector')\");"),
  forging(
    "function-import",
    "imports from within a function made of text",
    "await new Function(\"return import('node:inspector')\")();",
  ),
  forging(
    "data-module",
    "imports a module that is data",
    'await import("data:text/javascript,fetch(1)");',
    { says: /imports/ },
  ),
  forging("stdin", "reads the jobs of the process", 'process.stdin.on("data", () => undefined);'),
  forging(
    "report-descriptor",
    "writes a report to the descriptor",
    'import { writeSync } from "node:fs"; writeSync(3, \'\\n{"type":"outcome"}\\n\');',
  ),
  forging(
    "harness-module",
    "imports the harness",
    'await import("../../../../kit/grader/run/step_place.js" as string);',
  ),
  forging(
    "fake-platform",
    "installs a platform of its own",
    'import { installPlatform } from "../platform/current.js"; installPlatform({} as any);',
    { says: /imports more from/ },
  ),
  forging(
    "bound-timer",
    "calls a timer from nowhere",
    "await Promise.resolve().then(setTimeout.bind(null, () => undefined, 1) as any);",
  ),
  forging(
    "tick-timer",
    "has Node call a file function",
    'import { writeFileSync } from "node:fs"; process.nextTick(writeFileSync as any, "/tmp/cmud-tick", "x");',
  ),
  forging(
    "worker",
    "starts a thread of its own",
    'import { Worker } from "node:worker_threads"; new Worker("1", { eval: true });',
  ),
  forging(
    "paint-terminal",
    "paints a report with control characters",
    'throw new Error("\\u001b[2J\\u001b[H59/59 points");',
  ),
];

/** An actor that reports to the trace what did not happen. */
export const traceForgery: Attack = sharing(
  "trace",
  "reports reads that nobody made",
  `import { platform } from "../platform/current.js";
export function publish(key: string, value: string): void {
  platform().trace?.({ type: "record", record: { type: "query", method: "get", key, outcome: { value } } } as any);
}
export function all(): Record<string, string> { return {}; }`,
);
