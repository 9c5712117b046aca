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

  describe("serves from the simulation", () => {
    it("the clock, in every form", async () => {
      const { value, used } = await runBody(`const seen = [
        Date.now(),
        new Date().getTime(),
        Date.parse(Date()),
        new (class extends Date {})().getTime(),
        Math.floor(performance.timeOrigin + performance.now()),
        process.hrtime()[0],
        process.hrtime([0, 0])[0],
        Number(process.hrtime.bigint()) < 1e9,
        process.uptime() < 1,
        new Date(5).getTime(),
        new Date() instanceof Date && new Date().constructor === Date,
      ];
      return seen;`);
      const clock = [startMs, startMs, startMs, startMs, startMs];
      expect(value).to.deep.equal([...clock, 0, 0, true, true, 5, true]);
      expect(used).to.include.members([
        "Date.now() in line 2",
        "new Date() in line 3",
        "Date() in line 4",
        "new Date() in line 5",
        "performance.timeOrigin in line 6",
        "performance.now() in line 6",
        "process.hrtime() in line 7",
        "process.hrtime.bigint() in line 9",
        "process.uptime() in line 10",
      ]);
      expect(used.filter((use) => use.endsWith("line 11"))).to.deep.equal([]);
    });

    it("randomness, the same for the same seed and another for another", async () => {
      const code = await write({
        "own.js": `import { randomUUID, randomBytes, randomInt, randomFillSync } from "node:crypto";
          import { promisify } from "node:util";
          export async function go() {
            return [
              Math.random(), crypto.randomUUID(), randomUUID(), randomBytes(8).toString("hex"),
              crypto.getRandomValues(new Uint32Array(2)).join(), randomInt(10, 20),
              (await promisify(randomBytes)(4)).toString("hex"), randomFillSync(Buffer.alloc(3)).join(),
            ];
          }`,
      });
      const drawn = async (seed: number) => await runGuarded(code, "own.js", { seed });
      const first = await drawn(1);
      expect((await drawn(1)).value).to.deep.equal(first.value);
      const other = (await drawn(2)).value as unknown[];
      const [fraction, uuid, , , , int] = first.value as [number, string, ...unknown[]];
      expect(fraction).to.be.within(0, 1);
      expect(uuid).to.match(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
      expect(int).to.be.within(10, 19);
      (first.value as unknown[]).forEach((value, index) => {
        if (index !== 5) expect(value).to.not.equal(other[index]);
      });
      expect(first.bypasses.map(({ what }) => what)).to.deep.equal([
        "Math.random()",
        "crypto.randomUUID()",
        "crypto.randomUUID()",
        "crypto.randomBytes()",
        "crypto.getRandomValues()",
        "crypto.randomInt()",
        "crypto.randomBytes()",
        "crypto.randomFillSync()",
      ]);
    });

    it("timers, which run in virtual time and can be cleared", async () => {
      const { value, used, elapsedMs } = await runBody(
        `const seen = [];
        setTimeout((a, b) => seen.push(a + b), 3_600, "o", "k");
        clearTimeout(setTimeout(() => seen.push("cleared"), 10));
        clearTimeout(Number(setTimeout(() => seen.push("cleared by number"), 10)));
        const ticks = setInterval(() => { if (seen.push("tick") === 3) clearInterval(ticks); }, 1_000).unref();
        setImmediate(() => seen.push("immediate"));
        clearImmediate(setImmediate(() => seen.push("cleared")));
        const late = timers.setTimeout(() => seen.push("refreshed"), 2_500);
        await wait(2_400);
        late.refresh();
        await promisify(setTimeout)(7_600);
        for await (const _ of every(10)) break;
        return seen;`,
        `import * as timers from "node:timers"; import { promisify } from "node:util";
         import { setTimeout as wait, setInterval as every } from "node:timers/promises";`.replaceAll(
          /\s*\n\s*/g,
          "",
        ),
      );
      expect(value).to.deep.equal(["immediate", "tick", "tick", "ok", "refreshed"]);
      expect(elapsedMs).to.be.within(10_000, 10_050);
      expect(used).to.include.members([
        "setTimeout() in line 2",
        "setInterval() in line 5",
        "setImmediate() in line 6",
        "setTimeout() in line 8",
        "setTimeout() in line 9",
      ]);
    });

    it("a timer that throws as an error that nobody caught", async () => {
      let thrown: unknown;
      try {
        await runBody(`setTimeout(() => { throw new Error("late"); }, 5);
        await new Promise(() => {});`);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).to.be.an("error").with.property("message", "late");
    });
  });

  describe("refuses", () => {
    const refused: readonly (readonly [string, string, string])[] = [
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
      it(what, async () => {
        const body = `try { ${use}; } catch (error) { return error.message; }`;
        if (what === "process.exit()") {
          let message = "";
          await runBody(body, imports).catch((error: unknown) => (message = String(error)));
          expect(message).to.contain("the thread main ended by itself with exit code 3");
          return;
        }
        const { value, used } = await runBody(body, imports);
        expect(value).to.contain(`${what} reaches around the platform`);
        expect(used).to.deep.equal([`${what} in line 1`]);
      });
    }
  });

  it("reports a place once, and says what to use instead", async () => {
    const { bypasses } = await runBody(`for (let i = 0; i < 100; i++) Date.now();`);
    expect(bypasses).to.have.length(1);
    expect(bypasses[0]).to.include({ host: "main", atMs: startMs, what: "Date.now()" });
    expect(bypasses[0]?.["instead"]).to.contain("context.now()");
  });

  it("finds what is used while a module loads, and by packages on behalf of the code under test", async () => {
    const code = await write({
      "own.js": `import { now } from "./node_modules/clock/index.js";
        export const loaded = Date.now();
        export const go = () => [loaded, now()];`,
      "node_modules/clock/index.js": "export const now = () => Date.now();",
    });
    const { value, bypasses } = await runGuarded(code, "own.js", { startMs });
    expect(value).to.deep.equal([startMs, startMs]);
    expect(bypasses.map(({ place }) => String(place).replace(/:\d+$/, ""))).to.deep.equal([
      `${code.path("own.js")}:2`,
      `${code.path("own.js")}:3`,
    ]);
  });

  it("serves functions that the code took hold of in an earlier run", async () => {
    const code = await write({
      "own.js": `const { now } = Date; const later = setTimeout;
        export const go = () => new Promise((resolve) => later(() => resolve(now()), 500));`,
    });
    for (const atMs of [startMs, startMs + 7_000_000]) {
      const { value } = await runGuarded(code, "own.js", { startMs: atMs });
      expect(value).to.be.within(atMs + 500, atMs + 501);
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
    await runBody(`Date.now(); setTimeout(() => {}, 1); return fetch;`);
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
