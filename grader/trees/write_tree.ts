import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../base/exit_codes.js";
import { displayPath, kitRoot } from "./kit_paths.js";
import type { StagedTree } from "./stage_tree.js";

/** What the kit's package.json says that a tree by itself needs, too. */
interface KitPackage {
  readonly engines: unknown;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

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
  const kit = JSON.parse(await readFile(join(kitRoot, "package.json"), "utf8")) as KitPackage;
  const programs = programsOf(kit, tree.srcDir);
  await writeFile(join(target, "package.json"), packageText(tree, kit, programs));
  await writeFile(join(target, "tsconfig.json"), await tsconfigText());
  await writeFile(join(target, "README.md"), readmeText(tree, programs.keys()));
}

/** The folders of a tree's programs, by the names of the commands that run them. */
function programsOf({ scripts }: KitPackage, srcDir: string): ReadonlyMap<string, string> {
  const programs = new Map<string, string>();
  for (const [name, command] of Object.entries(scripts)) {
    const folder = / run_program (\w+)$/.exec(command)?.[1];
    if (folder !== undefined && existsSync(join(srcDir, folder, "main.ts")))
      programs.set(name, folder);
  }
  return programs;
}

function packageText(
  { lab, name }: StagedTree,
  { engines, dependencies, devDependencies }: KitPackage,
  programs: ReadonlyMap<string, string>,
): string {
  const scripts = [...programs].map(([program, folder]): [string, string] => [
    program,
    `npm run build && node build/${folder}/main.js`,
  ]);
  const tools = [
    "typescript",
    "@types/node",
    ...Object.keys(dependencies).map((each) => `@types/${each}`),
  ];
  return json({
    name: `${lab}-${name.toLowerCase()}`,
    version: "1.0.0",
    private: true,
    type: "module",
    engines,
    scripts: { build: "tsc", ...Object.fromEntries(scripts) },
    // Those of the kit's own that are no tools are what trees may import.
    dependencies,
    devDependencies: Object.fromEntries(
      Object.entries(devDependencies).filter(([each]) => tools.includes(each)),
    ),
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

function readmeText({ lab, name }: StagedTree, programs: Iterable<string>): string {
  const lines = [...programs].map((program) => `    npm run ${program} -- --help`);
  return `# ${lab}: ${name}\n\nRun \`npm install\` once, and then:\n\n${lines.join("\n")}\n`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
