import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../base/exit_codes.js";
import { displayPath, kitRoot } from "./kit_paths.js";
import type { StagedTree } from "./stage_tree.js";

/** The names of programs whose names differ from their folders. */
const PROGRAM_NAMES: Readonly<Record<string, string>> = { app: "cmud" };
/** The packages that are needed to compile a tree; to run it, all dependencies of the kit are needed. */
const DEV_PACKAGES = ["typescript", "@types/node", "@types/ws", "@types/yargs"];

/**
 * Writes a staged tree as a project of its own: sources, compiled code, and everything needed to compile and run it
 * without the kit.
 *
 * @param target absolute; it must be new or empty.
 * @throws {@link UsageError} if the target is not empty.
 */
export async function writeTree(tree: StagedTree, target: string): Promise<void> {
  const present = await readdir(target).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return [];
    throw new UsageError(`cannot write to ${displayPath(target)}: ${code ?? String(error)}`);
  });
  if (present.length > 0) {
    throw new UsageError(`${displayPath(target)} is not empty; name a new or empty folder`);
  }
  await mkdir(target, { recursive: true });
  await cp(tree.srcDir, target, { recursive: true });
  await cp(tree.jsDir, join(target, "build"), { recursive: true });
  const programs = (await readdir(tree.srcDir, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const runnable: string[] = [];
  for (const program of programs) {
    const files = await readdir(join(tree.srcDir, program));
    if (files.includes("main.ts")) runnable.push(program);
  }
  await writeFile(join(target, "package.json"), await packageText(tree.name, runnable));
  await writeFile(join(target, "tsconfig.json"), await tsconfigText());
  await writeFile(join(target, "README.md"), readmeText(tree.name, runnable));
}

async function packageText(name: string, programs: readonly string[]): Promise<string> {
  const kit = JSON.parse(await readFile(join(kitRoot, "package.json"), "utf8")) as {
    engines: unknown;
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  const compiling = DEV_PACKAGES.flatMap((name) => {
    const version = kit.devDependencies[name];
    return version === undefined ? [] : [[name, version] as const];
  });
  const scripts = programs.map((program): [string, string] => [
    PROGRAM_NAMES[program] ?? program,
    `npm run build && node build/${program}/main.js`,
  ]);
  return json({
    name: `cmud-${name.toLowerCase()}`,
    version: "1.0.0",
    private: true,
    type: "module",
    engines: kit.engines,
    scripts: { build: "tsc", ...Object.fromEntries(scripts) },
    dependencies: kit.dependencies,
    devDependencies: Object.fromEntries(compiling),
  });
}

async function tsconfigText(): Promise<string> {
  const file = await readFile(join(kitRoot, "tsconfig.base.json"), "utf8");
  const { compilerOptions } = JSON.parse(file) as { compilerOptions: Record<string, unknown> };
  return json({
    compilerOptions: { ...compilerOptions, rootDir: ".", outDir: "build" },
    exclude: ["build", "node_modules"],
  });
}

function readmeText(name: string, programs: readonly string[]): string {
  const lines = programs.map(
    (program) => `    npm run ${PROGRAM_NAMES[program] ?? program} -- --help`,
  );
  return `# CMUD: ${name}\n\nRun \`npm install\` once, and then:\n\n${lines.join("\n")}\n`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
