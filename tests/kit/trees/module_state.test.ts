/**
 * Goal: modules that might keep state are told from those that cannot. Method: small modules of either kind, and the
 * kit's own trees.
 */
import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { moduleState } from "../../../grader/trees/module_state.js";
import { solutionDir, starterDir } from "../../../grader/trees/kit_paths.js";
import { readFolder } from "../../../grader/trees/read_folder.js";

describe("the state of modules", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "module-state-"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const find = (text: string): string[] => {
    writeFileSync(join(folder, "own.ts"), text);
    return moduleState(folder, ["own.ts", "mine.ts"]).map(({ line, what }) => `${line}: ${what}`);
  };

  const state: readonly (readonly [string, string])[] = [
    ["let last = 0;", "variable last"],
    ["var last: number | undefined;", "variable last"],
    ["export const store = new Map<string, string>();", "variable store"],
    ["const seen: string[] = [];", "variable seen"],
    ["const table = { a: 1 };", "variable table"],
    ["const table: Readonly<Record<string, number[]>> = { a: [] };", "variable table"],
    ["const table = Object.freeze({ inner: [] });", "variable table"],
    ["const set = Object.freeze(new Set([1]));", "variable set"],
    ["const global = /a/g;", "variable global"],
    ["const next = (() => { let n = 0; return () => ++n; })();", "variable next"],
    [`import { make } from "./mine.js"; const made = make();`, "variable made"],
    [`import { make } from "sorted-btree"; const made = make();`, "variable made"],
    [`import { make } from "./given.js"; const made = make(cache);`, "variable made"],
    ["const copy = [...globalThis.names];", "global object"],
    ["class Store { static count = 0; }", "static field Store.count"],
    ["class Store { static readonly all = new Map(); }", "static field Store.all"],
    ["class Store { static { run(); } }", "static block of Store"],
    ["export default new Map();", "default export"],
    ["await start();", "code that runs"],
    ["if (true) { start(); }", "code that runs"],
    ["namespace Kept { export let last = 0; }", "code that runs"],
    ["class Store { put() { Store.last = this; } }", "hung on Store"],
    ["function next() { next.count ??= 0; return next.count++; }", "hung on next"],
    [`import { given } from "./given.js"; function f() { given.last = 1; }`, "hung on given"],
    ["function f() { Object.assign(Array.prototype, { a: 1 }); }", "hung on Array"],
    ["function f() { process.title = 'x'; }", "hung on process"],
  ];
  for (const [text, what] of state) {
    it(`is found in ${text}`, () => {
      const found = find(`\n${text}`);
      expect(found.join("\n")).to.contain(what);
      expect(found[0]).to.match(/^2: /);
    });
  }

  const stateless = [
    "export const tickMs = 125, name = 'a', big = 1n, no = null, yes = !false, none = undefined;",
    "const longest = 1.5 * 1024 * 1024; const limit = longest > 5 ? Math.floor(longest) : -1;",
    "const text = `up to ${1 + 2} ms`; const digits = /^\\d+$/u; const key = Symbol('key');",
    "const kinds = ['a', 'b'] as const; const table = { a: { b: [1] } } as const;",
    "const kinds: readonly string[] = ['a']; const set: ReadonlySet<string> = new Set(['a']);",
    "const names: ReadonlyMap<string, number> = new Map([['a', 1]]);",
    "const frozen = Object.freeze({ a: 1 });",
    `import { defineService } from "./given.js"; const service = defineService("a", { get: {} });`,
    `import tree = require("sorted-btree"); export const BTree = tree.default;`,
    "export function f() { let n = 0; const m = new Map(); n++; m.set(1, 2); return n; }",
    "export const g = (items: number[]) => { items[0] = 1; items.length = 0; };",
    "class Mistake extends Error { static readonly module = import.meta.url; #n = 0; }",
    "interface A { a: number } type B = A; enum C { D } declare const given: number;",
    `export * from "./given.js"; import type { A } from "./given.js"; export type { A };`,
    "function f() { for (let i = 0; i < 3; i++) { try { f(); } catch (error) { error = 1; } } }",
  ];
  for (const text of stateless) {
    it(`is not found in ${text}`, () => {
      expect(find(text)).to.deep.equal([]);
    });
  }

  it("is not found in the solution, nor in the starter", async () => {
    const { files } = await readFolder(solutionDir);
    const solution = files.map(({ path }) => path).filter((path) => path.endsWith(".ts"));
    expect(solution).to.have.length.greaterThan(6);
    expect(moduleState(solutionDir, solution)).to.deep.equal([]);
    const stubs = cmud.studentFiles.map(({ path }) => path);
    expect(moduleState(starterDir, stubs)).to.deep.equal([]);
  });
});
