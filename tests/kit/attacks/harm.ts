/** Harm to the grader, the machine and other hand-ins. All of it is small, and ends by itself. */
import { running, type Attack } from "./attack.js";

const real = { driver: "real" } as const;
const fs = 'import fs from "node:fs";\n';
const tries = (code: string): string => `try { ${code} } catch { /* It was worth a try. */ }`;

/** A port that attacks try to keep. */
export const strayPort = 27_182;

export const harm: readonly Attack[] = [
  running(
    "rewrite-score",
    "rewrites how the grader scores",
    `${fs}${tries('fs.writeFileSync("build/kit/grader/report/score.js", "")')}`,
    real,
  ),
  running(
    "rewrite-prettier",
    "rewrites the formatter",
    `${fs}${tries('fs.writeFileSync("node_modules/prettier/package.json", "{}")')}`,
    real,
  ),
  running(
    "rewrite-other-tree",
    "rewrites another tree",
    `${fs}${tries('fs.writeFileSync("build/trees/cmud/solution/js/kvserver/server.js", "")')}`,
    real,
  ),
  running(
    "rewrite-itself",
    "rewrites its own compiled tree",
    `${fs}import { fileURLToPath } from "node:url";\n${tries('fs.writeFileSync(fileURLToPath(new URL("../platform/latency.js", import.meta.url)), "")')}`,
    real,
  ),
  running("kill-parent", "kills the grader", tries('process.kill(process.ppid, "SIGKILL")'), {
    ...real,
    quick: true,
  }),
  running("stop-parent", "stops the grader", tries('process.kill(process.ppid, "SIGSTOP")'), real),
  running(
    "debug-parent",
    "opens the grader's debugger",
    tries('process.kill(process.ppid, "SIGUSR1")'),
    real,
  ),
  running(
    "spawn",
    "starts a program that stays",
    `import { spawn } from "node:child_process";\n${tries('spawn(process.execPath, ["-e", "setTimeout(() => 0, 30_000) // cmud-attack-stray"], { detached: true, stdio: "ignore", env: {} }).on("error", () => 0).unref()')}`,
    real,
  ),
  running(
    "keep-port",
    "starts a program that keeps a port",
    `import { spawn } from "node:child_process";\n${tries(`spawn(process.execPath, ["-e", "setTimeout(() => process.exit(), 30_000); require('net').createServer().listen(${strayPort}, '127.0.0.1')"], { detached: true, stdio: "ignore", env: {} }).on("error", () => 0).unref()`)}`,
    real,
  ),
  running(
    "write-temp",
    "leaves files behind",
    `${fs}${tries('fs.writeFileSync("/tmp/cmud-attack-left", "x")')}`,
    real,
  ),
  running(
    "read-secrets",
    "prints the environment of the grader",
    `${fs}${tries('console.log(fs.readFileSync(`/proc/${process.ppid}/environ`, "utf8"))')}`,
    real,
  ),
  running("exit", "ends the process when it is loaded", "process.exit(0);", { ...real, honest: 0 }),
  running("abort", "aborts the process when it is loaded", "process.abort();", {
    ...real,
    honest: 0,
  }),
  running("loop-at-import", "loops for ever when it is loaded", "for (;;);", {
    driver: "sim",
    honest: 0,
    says: /did not return/,
  }),
  running(
    "memory",
    "takes memory until there is none",
    "const all = []; for (;;) all.push(Buffer.alloc(5e7, 1));",
    { driver: "sim", honest: 0 },
  ),
  running("heap", "fills the heap", "const all = []; for (;;) all.push(new Array(1e5).fill(1));", {
    driver: "sim",
    honest: 0,
  }),
  running(
    "print",
    "prints without end",
    'for (let i = 0; i < 3_000; i++) console.log("x".repeat(10_000));',
    { driver: "real", honest: 0 },
  ),
  running(
    "disk",
    "fills the disk",
    `${fs}${tries("for (let i = 0; i < 5; i++) fs.writeFileSync(`/tmp/cmud-attack-left-${i}`, Buffer.alloc(1e7))")}`,
    real,
  ),
];

/** Trees that hold up the compiler, the linter or the formatter. */
export const heavyTrees: readonly Attack[] = [
  running(
    "nested-source",
    "nests an expression very deeply",
    `export const x = ${"(".repeat(20_000)}1${")".repeat(20_000)};`,
    { driver: "sim", checked: true, honest: 0 },
  ),
  running(
    "type-bomb",
    "computes with types without end",
    `type Long<N extends unknown[]> = N["length"] extends 900 ? N : Long<[...N, 1]>;
type A = Long<[]>; type B = { [K in \`\${A["length"]}\${keyof A & string}\`]: A };
export type C = { [X in keyof B as \`\${X & string}\${keyof B & string}\`]: B };`,
    { driver: "sim", checked: true },
  ),
  running(
    "format-bomb",
    "is very long on one line",
    `export const x = [${"[1,2,3,[4,5]],".repeat(40_000)}];`,
    { driver: "sim", checked: true },
  ),
];
