/**
 * Runs the kit's own tests on an instrumented copy of the kit and reports which lines of the solution and the given code
 * they ran: a table, and pages in `coverage/`.
 *
 * nyc's hooks see neither ES modules nor worker threads being loaded, so the compiled, staged solution is instrumented
 * beforehand. That happens in a copy of the whole checkout, so that nothing else ever runs instrumented code.
 */
import { spawnSync } from "node:child_process";
import { cp, mkdir, readdir, rename, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { kitRoot } from "../trees/kit_paths.js";

const copyDir = join(kitRoot, "build", "coverage");
const leftOut = new Set(["node_modules", "build", "coverage", ".git", ".nyc_output"]);

await copyKit();
process.exitCode = await measure();

/** Copies the checkout, all but what is made from it. */
async function copyKit(): Promise<void> {
  await rm(copyDir, { recursive: true, force: true });
  await mkdir(copyDir, { recursive: true });
  for (const name of await readdir(kitRoot)) {
    if (!leftOut.has(name)) {
      await cp(join(kitRoot, name), join(copyDir, name), { recursive: true });
    }
  }
  await symlink(join(kitRoot, "node_modules"), join(copyDir, "node_modules"), "junction");
}

/** Compiles, instruments, and runs the tests. Returns the exit code: that of the first step that failed. */
async function measure(): Promise<number> {
  const js = join(copyDir, "build", "trees", "cmud", "solution", "js");
  const built =
    run(join("grader", "cli", "bootstrap.js"), "stage", "--tree", "solution") ||
    run(binary("typescript", "tsc"), "-b", "tests/kit") ||
    nyc("instrument", ["instrument", "--complete-copy", js, `${js}-instrumented`]);
  if (built !== 0) return built;
  await rm(js, { recursive: true });
  await rename(`${js}-instrumented`, js);
  // Instrumented code takes its time. nyc counts only processes that end in order, which those of mocha may not.
  const mocha = [binary("mocha", "mocha.js"), "--config", "tests/kit/mocharc.json"];
  return nyc("report", [process.execPath, ...mocha, "--no-parallel", "--timeout", "300000"]);
}

function nyc(purpose: "instrument" | "report", args: readonly string[]): number {
  const config = purpose === "instrument" ? ".nycrc.instrument.json" : ".nycrc.json";
  return run(binary("nyc", "nyc.js"), "--nycrc-path", config, ...args);
}

function binary(packageName: string, file: string): string {
  return join("node_modules", packageName, "bin", file);
}

function run(script: string, ...args: string[]): number {
  const { status } = spawnSync(process.execPath, [script, ...args], {
    cwd: copyDir,
    stdio: "inherit",
  });
  return status ?? 1;
}
