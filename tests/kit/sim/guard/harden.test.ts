import { expect } from "chai";
import { spawnSync } from "node:child_process";

const module = new URL("../../../../grader/sim/guard/harden.js", import.meta.url).href;

/** What a program prints in a process whose objects are fixed; its errors, too. */
function inHardProcess(program: string): string {
  const text = `import { hardenProcess } from ${JSON.stringify(module)};\nhardenProcess();\n${program}`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", text], {
    encoding: "utf8",
  });
  return stdout + stderr;
}

describe("A process whose objects are fixed", () => {
  it("runs programs as before", () => {
    const printed = inHardProcess(`
      import { EventEmitter } from "node:events";
      import { Readable, Transform } from "node:stream";
      class Broken extends Error { constructor() { super("m"); this.name = "Broken"; this.code = 1; } }
      class Many extends Map { get(key) { return super.get(key) ?? 0; } }
      const plain = {}; plain.toString = () => "plain"; plain.constructor = 1;
      const list = [3, 1, 2]; list.sort(); list.name = "list";
      const emitter = new EventEmitter(); emitter.on("x", (x) => console.log(x)); emitter.emit("x", "heard");
      const upper = new Transform({ transform: (chunk, _, done) => done(null, String(chunk).toUpperCase()) });
      const parts = []; for await (const part of Readable.from(["a", "b"]).pipe(upper)) parts.push(String(part));
      const late = await new Promise((resolve) => setTimeout(resolve, 1, "late"));
      console.log(new Broken().name, new Many().get(1), String(plain), list.join(), parts.join(""), late);
      console.log(new Broken().stack.split("\\n").length > 1, structuredClone({ a: [1] }).a[0]);
    `);
    expect(printed).to.equal("heard\nBroken 0 plain 1,2,3 AB late\ntrue 1\n");
  });

  for (const change of [
    "Map.prototype.get = () => 1",
    "Array.prototype.push = () => 1",
    "Object.prototype.toJSON = () => 1",
    "JSON.parse = () => 1",
    "globalThis.Promise = class {}",
    "Object.defineProperty(Object.prototype, 'x', { value: 1 })",
    "Object.getPrototypeOf([].values()).next = () => 1",
    "Object.setPrototypeOf(Map.prototype, {})",
    "Error.captureStackTrace = () => 1",
    "(await import('node:events')).EventEmitter.prototype.emit = () => 1",
    "(await import('node:net')).Socket.prototype.write = () => 1",
  ]) {
    it(`refuses ${change}`, () => {
      expect(
        inHardProcess(`try { ${change}; console.log("changed") } catch { console.log("refused") }`),
      ).to.equal("refused\n");
    });
  }
});
