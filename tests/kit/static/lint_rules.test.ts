import { expect } from "chai";
import { Linter } from "eslint";
import tseslint from "typescript-eslint";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { kitRules } from "../../../grader/static/lint/student_config.js";

/** What a rule says about a piece of code: the messages, in order. */
function messages(ruleName: string, code: string): string[] {
  const config = {
    files: ["**/*.ts"],
    languageOptions: { parser: tseslint.parser },
    plugins: { kit: { rules: kitRules } },
    settings: { sections: cmud.sections, outsideActors: cmud.outsideActors },
    rules: { [`kit/${ruleName}`]: "error" },
  } as unknown as Linter.Config;
  const found = new Linter({ configType: "flat" }).verify(code, [config], "kvserver/x.ts");
  return found.map((message) => message.message);
}

/** The code of a method of an actor. */
function inActor(body: string): string {
  return `class A implements Actor<M> { onMessage(message: M): void { ${body} } }`;
}

interface RuleCase {
  readonly rule: string;
  /** Code that is reported exactly once, with words of the message. */
  readonly wrong: readonly (readonly [code: string, said: RegExp])[];
  readonly right: readonly string[];
}

const receiver = (body: string): string =>
  `class R implements Implementation<S> { async get() { ${body} } } ${inActor("")}`;

const CASES: readonly RuleCase[] = [
  {
    rule: "actor-children",
    wrong: [
      [
        `export class C implements Actor<M> { onMessage() {} } ${inActor("this.c = new C(this.context);")}`,
        /new C\(\) makes an actor .*context\.startChild\(props/,
      ],
      [
        `class C { static readonly module = import.meta.url; onMessage() {} } ${inActor("new C();")}`,
        /new C\(\)/,
      ],
    ],
    right: [
      inActor("this.c = this.context.startChild(props(C, 1));"),
      `class Outbox { constructor(readonly context: C) {} } ${inActor("new Outbox(this.context);")}`,
      `class Port { onMessage() {} } ${inActor("new Port();")}`,
    ],
  },
  {
    rule: "actor-timers",
    wrong: [
      [
        "class Child { static module = import.meta.url; onMessage() { setTimeout(f, 5); } }",
        /setTimeout/,
      ],
      [inActor("setTimeout(() => {}, 5);"), /setTimeout .*context\.tellAfter/],
      [inActor("globalThis.setInterval(f, 5);"), /setInterval/],
      [inActor("process.nextTick(f);"), /process\.nextTick/],
      [`function later() { queueMicrotask(f); } ${inActor("later();")}`, /queueMicrotask/],
    ],
    right: [
      inActor("this.context.tellAfter(this.context.self, m, 5);"),
      inActor("this.setTimeout(5);"),
      `import { setTimeout } from "./mine.js"; ${inActor("setTimeout(5);")}`,
      receiver("setTimeout(f, 5);"),
    ],
  },
  {
    rule: "actor-promises",
    wrong: [
      ["class A implements Actor<M> { async onMessage() { await f(); } }", /an async function/],
      [inActor("new Promise(f);"), /a promise/],
      [inActor("void Promise.resolve(1);"), /Promise\.resolve/],
      [`const f = async () => {}; ${inActor("void f();")}`, /an async function/],
      [`await start(); ${inActor("")}`, /await/],
    ],
    right: [
      inActor("const p = this.promise;"),
      receiver("return await Promise.all([]);"),
      `class Server { static async start() { await f(); } } ${inActor("")}`,
    ],
  },
  {
    rule: "actor-io",
    wrong: [
      [`import fs from "node:fs"; ${inActor("fs.x();")}`, /node:fs.*context\.tell/],
      [`import { readFile } from "fs/promises"; ${inActor("readFile();")}`, /fs\/promises/],
      [`import { WebSocket } from "ws"; ${inActor("new WebSocket(1);")}`, /"ws"/],
      [`import { RpcClient } from "../rpc/rpc_client.js"; ${inActor("RpcClient.dial();")}`, /rpc/],
      [`import { platform } from "../platform/current.js"; ${inActor("platform();")}`, /platform/],
      [
        `import { ActorSystem } from "../actor/actor_system.js"; ${inActor("new ActorSystem();")}`,
        /actor_system/,
      ],
      [`export { limit as most } from "../rpc/limits.js"; ${inActor("")}`, /rpc\/limits/],
      [`export * from "../platform/current.js"; ${inActor("")}`, /platform/],
      [inActor("fetch('http://x');"), /fetch/],
      [inActor("import('./x.js');"), /import\(\)/],
    ],
    right: [
      `import type { RpcClient } from "../rpc/rpc_client.js"; ${inActor("")}`,
      `import { type Outside } from "../rpc/x.js"; ${inActor("")}`,
      `export type { Outside } from "../rpc/x.js"; ${inActor("")}`,
      `export { uid } from "../actor/actor_ref.js"; ${inActor("")}`,
      `import { uid } from "../actor/actor_ref.js"; ${inActor("uid(1);")}`,
      `import BTree from "sorted-btree"; ${inActor("new BTree();")}`,
      `import { f } from "../rpc/service.js"; ${receiver("f();")}`,
    ],
  },
  {
    rule: "actor-clock",
    wrong: [
      [inActor("this.t = Date.now();"), /Date\.now .*context\.now\(\)/],
      [inActor("this.t = new Date();"), /new Date\(\)/],
      [inActor("this.t = performance.now();"), /performance\.now/],
      [inActor("this.t = Math.random();"), /Math\.random.*uid\(context\.self\)/],
      [inActor("this.t = globalThis.crypto.randomUUID();"), /crypto\.randomUUID/],
    ],
    right: [
      inActor("this.t = this.context.now();"),
      inActor("this.t = new Date(this.context.now()).toISOString();"),
      inActor("this.t = Math.max(1, 2);"),
    ],
  },
  {
    rule: "actor-globals",
    wrong: [
      [inActor("globalThis.store = 1;"), /globalThis is visible to other code/],
      [inActor("process.env.X = '1';"), /process/],
      [inActor("new SharedArrayBuffer(8);"), /SharedArrayBuffer/],
    ],
    right: [
      inActor("this.process = { global: 1 }.global;"),
      `function process() {} ${inActor("process();")}`,
      "class A implements Actor<M> { process() {} onMessage() { this.process(); } }",
    ],
  },
  {
    rule: "actor-module-state",
    wrong: [
      [`let count = 0; ${inActor("count++;")}`, /variable "count".*private/],
      [`export let count = 0; ${inActor("")}`, /variable "count"/],
      [`const store = new Map<string, string>(); ${inActor("store.set('a', 'b');")}`, /"store"/],
      [`const list: string[] = []; ${inActor("list.push('a');")}`, /"list", which is changed/],
      [`const state = { n: 0 }; ${inActor("state.n = 1;")}`, /"state"/],
      [`const state = { a: { n: 0 } }; ${inActor("state.a.n++;")}`, /"state"/],
      [`const cache = new Cache(); ${inActor("")}`, /the object in the module's "cache"/],
      [
        `const next = counter(); function counter() { let n = 0; return () => ++n; } ${inActor("next();")}`,
        /"next", which is changed/,
      ],
      [
        `const same = (() => { const known = new Map(); return (a) => known.set(a, a); })(); ${inActor("same('a');")}`,
        /"same", which is changed/,
      ],
      [
        "class A implements Actor<M> { static count = 0; onMessage() {} }",
        /static variable "count"/,
      ],
      ["class A implements Actor<M> { static readonly all = new Map(); onMessage() {} }", /"all"/],
    ],
    right: [
      `const TICK_MS = 125; ${inActor("")}`,
      `const NAMES = ["a", "b"]; ${inActor("NAMES.includes('a');")}`,
      `const KNOWN = new Set(["a"]); ${inActor("KNOWN.has('a');")}`,
      `const key = /a+/; const re = new RegExp("a"); ${inActor("re.test('a');")}`,
      `const squares = table(); function table() { const all = []; [1, 2].forEach((n) => all.push(n * n)); return all; } ${inActor("squares[0];")}`,
      `const ids = number(["a"]); function number(names) { let n = 0; return names.map((name) => [name, n++]); } ${inActor("ids[0];")}`,
      `const by = comparing("a"); function comparing(key) { const name = key + 1; return (x, y) => { let d = x[name] - y[name]; d++; return d; }; } ${inActor("by(1, 2);")}`,
      "class A implements Actor<M> { static readonly module = import.meta.url; #s = new Map(); onMessage() { let x = 1; x++; } }",
    ],
  },
  {
    rule: "no-console",
    wrong: [
      ["console.log(1);", /Remove console\.log/],
      ["process.stdout.write('x');", /process\.stdout\.write/],
      ["globalThis.console.error(1);", /console\.error/],
    ],
    right: ["context.log(1);", "class X { f(console: C) { console.log(1); } }"],
  },
  {
    rule: "no-todo",
    wrong: [
      ["// TODO: think\nf();", /a comment with TODO/],
      ["/* FIXME later */", /FIXME/],
      ['throw new TodoError("final", "x", "5");', /a TodoError/],
    ],
    right: ["// All done; see the autodoc.\nf('TODO');"],
  },
];

describe("The kit's own lint rules", function () {
  this.timeout(30_000);
  it("are all tried here", () => {
    expect(CASES.map(({ rule }) => rule)).to.have.members(Object.keys(kitRules));
  });

  for (const { rule, wrong, right } of CASES) {
    for (const [code, said] of wrong) {
      it(`${rule} refuses ${code}`, () => {
        const found = messages(rule, code);
        expect(found).to.have.length(1);
        expect(found[0]).to.match(said);
      });
    }
    for (const code of right) {
      it(`${rule} lets ${code} pass`, () => {
        expect(messages(rule, code)).to.deep.equal([]);
      });
    }
  }
});
