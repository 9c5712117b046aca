/** Small trees of JavaScript modules that stand for code under test, and simulations that run them. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { kitRoot } from "../../../../grader/trees/kit_paths.js";
import { loadSeam } from "../../../../grader/sim/seam.js";
import { Simulation, type SimulationOptions } from "../../../../grader/sim/simulation.js";
import type { Platform, TraceEvent } from "../../../../starter/platform/platform.js";

/** Modules, as texts by their paths, in a folder of their own. */
export interface CodeFolder {
  readonly url: string;
  /** The absolute path of a file in it. */
  path(file: string): string;
  remove(): Promise<void>;
}

let folders = 0;

/** Writes modules into a new folder. */
export async function writeCode(files: Readonly<Record<string, string>>): Promise<CodeFolder> {
  const folder = join(kitRoot, "build", "tmp", "student-code", `${process.pid}-${++folders}`);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return {
    url: pathToFileURL(`${folder}/`).href,
    path: (file) => join(folder, file),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** What came of {@link runGuarded}. */
export interface GuardedResult {
  /** What `go` returned; undefined when it threw. */
  readonly value: unknown;
  readonly error: unknown;
  /** What was reported of type `bypass`. */
  readonly bypasses: readonly TraceEvent[];
}

/** Runs the function `go(platform, helper)` of a module in a guarded simulation of one host. */
export async function runGuarded(
  code: CodeFolder,
  module: string,
  options: Partial<SimulationOptions> = {},
  helper: () => unknown = () => undefined,
): Promise<GuardedResult> {
  const bypasses: TraceEvent[] = [];
  const simulation = new Simulation({
    seed: 1,
    seam: await loadSeam(new URL("../../../../starter/", import.meta.url)),
    guard: { treeUrl: code.url },
    trace: (event) => {
      if (event.type === "bypass") bypasses.push(event);
    },
    ...options,
  });
  const running = simulation.run(async (platform) => {
    const { go } = (await platform.load(`${code.url}${module}`)) as {
      go: (platform: Platform, helper: () => unknown) => unknown;
    };
    return await go(platform, helper);
  });
  let [value, error]: unknown[] = [];
  await running.then(
    (returned) => (value = returned),
    (thrown: unknown) => (error = thrown),
  );
  return { value, error, bypasses };
}
