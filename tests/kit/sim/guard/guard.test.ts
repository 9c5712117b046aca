/**
 * Goal: code under test that reaches around the platform is named with its place, and cannot make a run depend on the
 * real world. Method: small modules that do just that, in simulations with a guard.
 */
import { expect } from "chai";
import { readFileSync } from "node:fs";
import { installGuard } from "../../../../grader/sim/guard/guard.js";
import { runGuarded, writeCode, type CodeFolder } from "./student_code.js";

const startMs = Date.UTC(2026, 0, 1);

describe("the guard of a simulation", function () {
  this.timeout(30_000);
  const written: CodeFolder[] = [];
  const write = async (files: Readonly<Record<string, string>>): Promise<CodeFolder> => {
    const code = await writeCode(files);
    written.push(code);
    return code;
  };
  after(() => Promise.all(written.map((code) => code.remove())));

  /** Runs the body of a function, and tells what it used, by line. */
  const runBody = async (body: string, imports = "") => {
    const code = await write({
      "a/own.js": `${imports}\nexport async function go() {\n${body}\n}`,
    });
    const result = await runGuarded(code, "a/own.js", { startMs });
    const used = result.bypasses.map(({ what, place }) => {
      const [path, line] = String(place).split(/:(?=\d)/);
      expect(path).to.equal(code.path("a/own.js"));
      return `${String(what)} in line ${Number(line) - 2}`;
    });
    return { ...result, used };
  };

  describe("refuses", () => {
    const refused: readonly (readonly [string, string, string])[] = [
      ["Date.now()", `Date.now()`, ""],
      ["new Date()", `new Date()`, ""],
      ["new Date()", `new (class extends Date {})()`, ""],
      ["Date()", `Date()`, ""],
      ["performance.now()", `performance.now()`, ""],
      ["performance.timeOrigin", `performance.timeOrigin`, ""],
      ["process.hrtime()", `process.hrtime()`, ""],
      ["process.hrtime.bigint()", `process.hrtime.bigint()`, ""],
      ["process.uptime()", `process.uptime()`, ""],
      ["setTimeout()", `setTimeout(() => {}, 10)`, ""],
      ["setInterval()", `timers.setInterval(() => {}, 10)`, `import timers from "node:timers";`],
      ["setImmediate()", `setImmediate(() => {})`, `import { setImmediate } from "node:timers";`],
      ["setTimeout()", `await promisify(setTimeout)(10)`, `import { promisify } from "node:util";`],
      [
        "timers/promises.setTimeout()",
        `await wait(10)`,
        `import { setTimeout as wait } from "node:timers/promises";`,
      ],
      [
        "scheduler.wait()",
        `await scheduler.wait(10)`,
        `import { scheduler } from "node:timers/promises";`,
      ],
      ["AbortSignal.timeout()", `AbortSignal.timeout(10)`, ""],
      ["Math.random()", `Math.random()`, ""],
      ["crypto.randomUUID()", `crypto.randomUUID()`, ""],
      ["crypto.randomUUID()", `randomUUID()`, `import { randomUUID } from "node:crypto";`],
      ["crypto.getRandomValues()", `crypto.getRandomValues(new Uint32Array(2))`, ""],
      ["crypto.randomBytes()", `randomBytes(8)`, `import { randomBytes } from "node:crypto";`],
      ["crypto.randomInt()", `randomInt(10, 20)`, `import { randomInt } from "node:crypto";`],
      [
        "fs.readFileSync()",
        `readFileSync("/etc/hosts")`,
        `import { readFileSync } from "node:fs";`,
      ],
      ["fs/promises.readFile()", `await fs.promises.readFile("/")`, `import fs from "node:fs";`],
      [
        "fs.readFile()",
        `await promisify(readFile)("/")`,
        `import { readFile } from "fs"; import { promisify } from "util";`,
      ],
      [
        "child_process.exec()",
        `await promisify(exec)("true")`,
        `import { exec } from "node:child_process"; import { promisify } from "node:util";`,
      ],
      ["net.connect()", `net.connect(9)`, `import net from "node:net";`],
      ["new net.Socket()", `new net.Socket()`, `import net from "node:net";`],
      ["http.get()", `get("http://localhost:9")`, `import { get } from "node:http";`],
      [
        "new worker_threads.Worker()",
        `new (class extends Worker {})("./a.js")`,
        `import { Worker } from "node:worker_threads";`,
      ],
      ["dns.lookup()", `dns.lookup("localhost", () => {})`, `import dns from "node:dns";`],
      ["fetch()", `await fetch("http://localhost:9")`, ""],
      ["crypto.subtle.digest()", `await crypto.subtle.digest("SHA-1", Buffer.alloc(1))`, ""],
      ["Atomics.wait()", `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)`, ""],
      ["process.exit()", `process.exit(3)`, ""],
    ];

    for (const [what, use, imports] of refused) {
      it(`${what}, as in ${use}`, async () => {
        const body = `try { ${use}; } catch (error) { return error.message; }`;
        const { value, used } = await runBody(body, imports);
        expect(value).to.contain(`${what} bypasses the platform`);
        expect(used).to.deep.equal([`${what} in line 1`]);
      });
    }
  });

  it("lets dates be made of a time that is given", async () => {
    const { value, used } = await runBody(
      `return [new Date(5).getTime(), new Date(5).constructor === Date, new Date(5) instanceof Date];`,
    );
    expect(value).to.deep.equal([5, true, true]);
    expect(used).to.deep.equal([]);
  });

  it("reports a place once, and says what to use instead", async () => {
    const { bypasses } = await runBody(
      `for (let i = 0; i < 100; i++) try { Date.now(); } catch { continue; }`,
    );
    expect(bypasses).to.have.length(1);
    expect(bypasses[0]).to.include({ host: "main", atMs: startMs, what: "Date.now()" });
    expect(bypasses[0]?.["instead"]).to.contain("context.now()");
  });

  it("finds what is used while a module loads, and by packages on behalf of the code under test", async () => {
    const clock = { "node_modules/clock/index.js": "export const now = () => Date.now();" };
    for (const text of [
      "export const loaded = Date.now();\nexport const go = () => loaded;",
      `export const go = () => now(); import { now } from "./node_modules/clock/index.js";`,
    ]) {
      const code = await write({ "own.js": text, ...clock });
      const { error, bypasses } = await runGuarded(code, "own.js", { startMs });
      expect(error).to.have.property("message").that.contains("Date.now() bypasses");
      expect(bypasses.map(({ place }) => String(place).replace(/:\d+$/, ""))).to.deep.equal([
        `${code.path("own.js")}:1`,
      ]);
    }
  });

  it("refuses functions that the code took hold of in an earlier run", async () => {
    const code = await write({
      "own.js": `const { random } = Math;
        export const go = () => { try { random(); } catch { return "refused"; } };`,
    });
    for (let run = 0; run < 2; run++) {
      const { value } = await runGuarded(code, "own.js");
      expect(value).to.equal("refused");
    }
  });

  it("leaves everybody else the real ones, and the given platform of the real world too", async () => {
    const code = await write({
      "platform/node_clock.js": "export const now = () => Date.now();",
      "own.js": `export { now as go } from "./platform/node_clock.js";`,
    });
    const probe = await write({ "own.js": "export const go = (_platform, now) => now();" });
    const real = await runGuarded(code, "own.js", { startMs });
    const { value, bypasses } = await runGuarded(probe, "own.js", { startMs }, () => {
      expect(readFileSync(probe.path("own.js"), "utf8")).to.contain("export");
      return Date.now();
    });
    expect(Math.abs(Number(real.value) - Date.now())).to.be.lessThan(60_000);
    expect(real.bypasses).to.deep.equal([]);
    expect(bypasses).to.deep.equal([]);
    expect(Math.abs(Number(value) - Date.now())).to.be.lessThan(60_000);
  });

  it("is gone after a run, without a trace", async () => {
    const shapes = () =>
      [globalThis, Date, performance, process, Math, crypto, AbortSignal, process.hrtime].map(
        (object) => Object.getOwnPropertyDescriptors(object),
      );
    const before = shapes();
    await runBody(`return typeof setTimeout;`);
    expect(shapes()).to.deep.equal(before);
    expect(readFileSync.name).to.equal("readFileSync");
    expect(Math.abs(new Date().getTime() - Date.now())).to.be.lessThan(60_000);
  });

  it("cannot be there twice", () => {
    const options = { treeUrl: new URL(".", import.meta.url).href, current: () => undefined };
    const uninstall = installGuard(options);
    expect(() => installGuard(options)).to.throw("installed already");
    uninstall();
  });

  it("reports new global variables, and removes them before the next run", async () => {
    const code = await write({
      "own.js": "export const go = () => (globalThis.keptByAll = (globalThis.keptByAll ?? 0) + 1);",
    });
    for (let run = 0; run < 2; run++) {
      const { value, bypasses } = await runGuarded(code, "own.js");
      expect(value).to.equal(1);
      expect(bypasses.map(({ what }) => what)).to.deep.equal(["the global variable keptByAll"]);
    }
  });

  it("reports what is still open after a run", async () => {
    const code = await write({
      "own.js": "export const go = (_platform, leak) => void leak();",
    });
    const { createServer } = await import("node:net");
    const server = createServer();
    const { bypasses } = await runGuarded(code, "own.js", {}, () => server.listen(0, "127.0.0.1"));
    await new Promise((resolve) => server.close(resolve));
    expect(bypasses).to.have.length(1);
    expect(bypasses[0]?.["what"]).to.match(/still open after the run \(TCPSERVERWRAP\)/i);
  });
});
