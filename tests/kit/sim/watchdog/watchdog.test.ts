/**
 * Goal: code that does not return is named with its place. Method: processes that get stuck on purpose; each is killed
 * once it has said where.
 */
import { expect } from "chai";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { StuckReport } from "../../../../grader/sim/watchdog/watchdog.js";
import { writeCode, type CodeFolder } from "../guard/student_code.js";

const program = fileURLToPath(new URL("./stuck_main.js", import.meta.url));

describe("the watchdog of a simulation", function () {
  this.timeout(60_000);
  let code: CodeFolder;
  before(async () => {
    code = await writeCode({
      "loop.js": `function spin() {
          for (;;);
        }
        export function go() { spin(); }`,
      "awaits.js": `export async function go() {
          for (;;) await undefined;
        }`,
      "loads.js": `export function go() {}
        while (true);`,
      "later.js": `export const go = (platform) => new Promise(() => {
          platform.after(60_000, () => { for (;;); });
        });`,
      "outside.js": `import { spin } from "${new URL("./spin.js", import.meta.url).href}";
        export const go = () =>
          spin();`,
      "fine.js": `export async function go(platform) {
          for (let i = 0; i < 100; i++) {
            const untilMs = Date.now() + 20;
            while (Date.now() < untilMs);
            await new Promise((resolve) => platform.after(1, resolve));
          }
        }`,
      "slow_disk.js": `await new Promise((resolve) => setTimeout(resolve, 2_500));
        export function go() {}`,
    });
  });
  after(() => code.remove());

  /** The first thing that the process says. */
  const firstLine = async (module: string, limitMs: number): Promise<string> => {
    const child = spawn(process.execPath, [program, code.url, module, String(limitMs)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      for await (const line of createInterface({ input: child.stdout })) {
        if (line !== "") return line;
      }
      return "nothing";
    } finally {
      child.kill("SIGKILL");
    }
  };
  const reportOf = async (module: string): Promise<StuckReport> => {
    const line = await firstLine(module, 200);
    expect(line).to.match(/^report /);
    return JSON.parse(line.replace("report ", "")) as StuckReport;
  };

  const loops: readonly (readonly [string, string, number, string])[] = [
    ["an endless loop", "loop.js", 2, "at spin ("],
    ["an endless loop of settled promises", "awaits.js", 2, "at go ("],
    ["an endless loop while a module loads", "loads.js", 2, "loads.js:2:"],
    ["an endless loop in a later event", "later.js", 2, "later.js:2:"],
    ["an endless loop elsewhere by where the code under test calls it", "outside.js", 3, "at spin"],
  ];
  for (const [what, module, line, inStack] of loops) {
    it(`names ${what}`, async () => {
      const report = await reportOf(module);
      expect(report.type).to.equal("stuck");
      expect(report.host).to.equal("test");
      expect(report.place)
        .to.match(/:\d+:\d+$/)
        .and.contain(`${code.path(module)}:${line}:`);
      expect(report.stack).to.contain(inStack);
    });
  }

  it("keeps quiet about many events that take long together", async () => {
    expect(await firstLine("fine.js", 1_500)).to.equal("not stuck");
  });

  it("keeps quiet about a module that takes long to load", async () => {
    expect(await firstLine("slow_disk.js", 1_500)).to.equal("not stuck");
  });
});
