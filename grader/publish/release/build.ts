import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { format } from "prettier";
import { pathInTree } from "../../trees/given_tree.js";
import { GIVEN_FILE, packHandedOut } from "../../trees/handed_out.js";
import { displayPath, kitRoot } from "../../trees/kit_paths.js";
import { zipBytes } from "../../trees/zip.js";
import { fillPlaceholders } from "../handout/placeholders.js";
import { handoutValues } from "../handout/values.js";
import { PublishError, refuse } from "../publish_error.js";
import type { PublishSpec } from "../publish_spec.js";
import { chooseFiles, withGivenTree, type Files } from "./choose_files.js";
import { ciFiles } from "./ci_files.js";
import { KEPT, OWN_FILES, SECRETS } from "./contents.js";
import { handoutFiles } from "./handout_files.js";
import { readKit } from "./kit_files.js";
import { commandsOf, packageFiles, type KitPackage, type Lockfile } from "./package_json.js";
import { findSecrets } from "./secrets.js";

/** How to make a package. */
export interface ReleaseOptions {
  /** The folder that gets the package, as a folder and a zip of the assignment's name. */
  readonly outDir: string;
  /** Whether the handout goes along. */
  readonly handout: boolean;
  /** Is told of each step before it is taken. */
  readonly onStep?: (step: string) => void;
}

/** A package that was written. */
export interface Release {
  readonly folder: string;
  readonly zip: string;
  readonly zipBytes: number;
  /** Everything in it, by paths within the package, sorted. */
  readonly files: Files;
  /** What there is to say about the handout. */
  readonly handout: "left out" | "built" | "taken as it was";
  readonly hasPdf: boolean;
}

/**
 * Writes what students get, as a folder and as a zip. What was written before stays until everything new is there and
 * has been checked. The same kit gives the same bytes, with the same handout in it.
 *
 * @throws {@link PublishError} for a decision that is missing, for a package that does not hold together, and for a
 *   line in it that must not leave the kit.
 */
export async function buildRelease(lab: PublishSpec, options: ReleaseOptions): Promise<Release> {
  const { outDir, onStep = () => undefined } = options;
  const folder = join(outDir, lab.id);
  const zip = `${folder}.zip`;
  if (existsSync(folder) && !existsSync(join(folder, GIVEN_FILE))) {
    throw new PublishError("cannot write the package:", [
      `${displayPath(folder)} exists and is not a package; choose another --out`,
    ]);
  }
  onStep("reading the kit");
  const kit = await readKit(kitRoot);
  const packed = new Map(packageOf(kit, lab));
  const readme = packed.get("README.md")?.toString("utf8") ?? "";
  // The tables that were put into it have no even columns yet, and some read it as it is.
  packed.set("README.md", Buffer.from(await format(readme, { parser: "markdown" })));
  const handout = options.handout ? await handoutFiles(lab, kit, onStep) : undefined;
  for (const [path, content] of handout?.files ?? []) packed.set(path, content);
  const files = new Map([...packed].sort(([a], [b]) => (a < b ? -1 : 1)));
  onStep("checking the package");
  refuse(
    "the package would contain what must not leave the kit:",
    findSecrets(files, kit, SECRETS, (path) =>
      lab.layers.some((layer) => pathInTree(layer, path) !== undefined),
    ),
  );

  onStep("writing the package");
  const draft = join(outDir, `.${lab.id}.draft`);
  await rm(draft, { recursive: true, force: true });
  await writeFiles(draft, files);
  const members = [...files].map(([path, content]) => ({
    path: `${lab.id}/${path}`,
    content,
    isProgram: isProgram(path),
  }));
  const bytes = await zipBytes(members);
  await writeFile(`${draft}.zip`, bytes);
  await rm(folder, { recursive: true, force: true });
  await rename(draft, folder);
  await rename(`${draft}.zip`, zip);
  return {
    folder,
    zip,
    zipBytes: bytes.length,
    files,
    handout: handout === undefined ? "left out" : handout.isNew ? "built" : "taken as it was",
    hasPdf: handout?.hasPdf ?? false,
  };
}

/** What students get, without the handout. */
export function packageOf(kit: Files, lab: PublishSpec): Files {
  const kitPackage = JSON.parse(textOf(kit, "package.json")) as KitPackage;
  const lock = JSON.parse(textOf(kit, "package-lock.json")) as Lockfile;
  const programs = [...withGivenTree(kit, lab).keys()].flatMap(
    (path) => /^starter\/([^/]+)\/main\.ts$/.exec(path)?.[1] ?? [],
  );
  const commands = commandsOf(kitPackage, programs);
  const started = Object.values(commands).map((each) => /bootstrap\.js (\w+)/.exec(each)?.[1]);
  const { files: chosen, packages } = chooseFiles(kit, lab, [
    ...new Set(started.filter((name) => name !== undefined)),
  ]);
  const files = new Map([
    ...chosen,
    ["tsconfig.json", Buffer.from(withoutKept(textOf(kit, "tsconfig.json")))],
  ]);
  const about = { name: lab.id, description: `${lab.course}, ${lab.title}` };
  const written = {
    ...OWN_FILES,
    ...ciFiles(lab.parts.map(({ name }) => name)),
    ...packageFiles(kitPackage, lock, about, commands, packages),
    "README.md": filled(lab, textOf(kit, lab.readme)),
  };
  const given = new Map([...files].map(([path, content]) => [path, content.toString("utf8")]));
  return new Map([
    ...files,
    ...Object.entries(written).map(([path, text]) => [path, Buffer.from(text)] as const),
    [GIVEN_FILE, packHandedOut(given)],
  ]);
}

/** A tsconfig.json without the folders that students do not get. */
function withoutKept(text: string): string {
  const config = JSON.parse(text) as { readonly exclude: readonly string[] };
  const exclude = config.exclude.filter((path) => !KEPT.includes(`${path}/`));
  return `${JSON.stringify({ ...config, exclude }, undefined, 2)}\n`;
}

function filled(lab: PublishSpec, text: string): string {
  const { text: whole, problems } = fillPlaceholders(text, handoutValues(lab), lab.readme);
  refuse("the README of the package names unknown values:", problems);
  return whole;
}

function textOf(kit: Files, path: string): string {
  const content = kit.get(path);
  if (content === undefined) throw new PublishError("the kit is incomplete:", [`it lacks ${path}`]);
  return content.toString("utf8");
}

async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [path, content] of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content, { mode: isProgram(path) ? 0o755 : 0o644 });
  }
}

function isProgram(path: string): boolean {
  return path.endsWith(".sh");
}
