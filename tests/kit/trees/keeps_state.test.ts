/**
 * Goal: modules that might keep state are told from those that cannot. Method: small modules of either kind, and the
 * kit's own trees.
 */
import { expect } from "chai";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { keepsState } from "../../../grader/trees/keeps_state.js";
import { stageTree } from "../../../grader/trees/stage_tree.js";

const isGiven = (module: string): boolean => module === "./given.js";

describe("the state of modules", () => {
  const state = [
    "let last = 0;",
    "var last: number | undefined;",
    "export const store = new Map<string, string>();",
    "const seen: string[] = [];",
    "const table = { a: 1 };",
    "const table: Readonly<Record<string, number[]>> = { a: [] };",
    "const table = Object.freeze({ inner: [] });",
    "const set = Object.freeze(new Set([1]));",
    "const global = /a/g;",
    "const next = (() => { let n = 0; return () => ++n; })();",
    `import { make } from "./mine.js"; const made = make();`,
    `import { make } from "sorted-btree"; const made = make();`,
    `import { make } from "./given.js"; const made = make(cache);`,
    "const copy = [...globalThis.names];",
    "class Store { static count = 0; }",
    "class Store { static readonly all = new Map(); }",
    "class Store { static { run(); } }",
    "export default new Map();",
    "await start();",
    "if (true) { start(); }",
    "namespace Kept { export let last = 0; }",
    "class Store { put() { Store.last = this; } }",
    "function next() { next.count ??= 0; return next.count++; }",
    `import { given } from "./given.js"; function f() { given.last = 1; }`,
    "function f() { Object.assign(Array.prototype, { a: 1 }); }",
    "function f() { process.title = 'x'; }",
    "const table = { inner: new Map() } as const;",
    "const tables: Readonly<{ a: number }>[] = [];",
    "const rows: readonly number[][] = [[1]];",
    "const config = JSON.parse('{}');",
    "import given = require('given'); given.last = 1;",
  ];
  for (const text of state) {
    it(`is found in ${text}`, () => {
      expect(keepsState(text, isGiven)).to.equal(true);
    });
  }

  const stateless = [
    "export const tickMs = 125, name = 'a', big = 1n, no = null, yes = !false, none = undefined;",
    "const longest = 1.5 * 1024 * 1024; const limit = longest > 5 ? Math.floor(longest) : -1;",
    "const text = `up to ${1 + 2} ms`; const digits = /^\\d+$/u; const key = Symbol('key');",
    "const kinds = ['a', 'b'] as const; const table = { a: { b: [1] } } as const;",
    "const kinds: readonly string[] = ['a']; const set: ReadonlySet<string> = new Set(['a']);",
    "const names: ReadonlyMap<string, number> = new Map([['a', 1]]);",
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
      expect(keepsState(text, isGiven)).to.equal(false);
    });
  }

  it("is not found in the solution, nor in the starter", async () => {
    for (const name of ["solution", "starter"]) {
      expect(await stageTree(cmud, name, { check: false }), name).to.have.property(
        "keepsState",
        false,
      );
    }
  });
});
