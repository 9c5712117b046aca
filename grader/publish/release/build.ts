import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { format } from "prettier";
import { course } from "../../labs/cmud/manifest.js";
import { fillPlaceholders } from "../handout/placeholders.js";
import { handoutValues } from "../handout/values.js";
import { GIVEN_FILE, packHandedOut } from "../../trees/handed_out.js";
import { displayPath } from "../../trees/kit_paths.js";
import { zipBytes } from "../../trees/zip.js";
import { chooseFiles, type Files } from "./choose_files.js";
import { SECRETS } from "./contents.js";
import { handoutFiles } from "./handout_files.js";
import { readKit } from "./kit_files.js";
import type { Lockfile } from "./lockfile.js";
import { packageFiles, type KitPackage } from "./package_json.js";
import { refuse, ReleaseError } from "./release_error.js";
import { findSecrets } from "./secrets.js";

/** How to make a package. */
export interface ReleaseOptions {
  readonly kitRoot: string;
  /** The folder that gets `cmud/` and `cmud.zip`. */
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

/** The folder that a student gets when unpacking. */
const NAME = "cmud";

/** Files that are written for the package, by where they are in the kit. */
const OWN_FILES: Readonly<Record<string, string>> = {
  "README.md": "grader/publish/release/package/README.md",
  ".gitignore": "grader/publish/release/package/gitignore",
  ".prettierignore": "grader/publish/release/package/prettierignore",
};

/**
 * Writes what students get, as a folder and as a zip. What was written before stays until everything new is there and
 * has been checked. The same kit gives the same bytes, with the same handout in it.
 *
 * @throws {@link ReleaseError} for a decision that is missing, for a package that does not hold together, and for a line in
 *   it that must not leave the kit.
 */
export async function buildRelease(options: ReleaseOptions): Promise<Release> {
  const { kitRoot, outDir, onStep = () => undefined } = options;
  const folder = join(outDir, NAME);
  const zip = `${folder}.zip`;
  if (existsSync(folder) && !existsSync(join(folder, GIVEN_FILE))) {
    throw new ReleaseError("cannot write the package:", [
      `${displayPath(folder)} is there and is no package; choose another --out`,
    ]);
  }
  onStep("reading the kit");
  const kit = await readKit(kitRoot);
  const packed = new Map(packageOf(kit));
  const readme = packed.get("README.md")?.toString("utf8") ?? "";
  // The tables that were put into it have no even columns yet, and some read it as it is.
  packed.set("README.md", Buffer.from(await format(readme, { parser: "markdown" })));
  const handout = options.handout
    ? await handoutFiles(kitRoot, join(kitRoot, "build", "handout"), onStep)
    : undefined;
  for (const [path, content] of handout?.files ?? []) packed.set(path, content);
  const files = new Map([...packed].sort(([a], [b]) => (a < b ? -1 : 1)));
  onStep("checking the package");
  refuse("the package would hold what must not leave the kit:", findSecrets(files, kit, SECRETS));

  onStep("writing the package");
  const draft = join(outDir, `.${NAME}.draft`);
  await rm(draft, { recursive: true, force: true });
  await writeFiles(draft, files);
  const members = [...files].map(([path, content]) => ({
    path: `${NAME}/${path}`,
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
export function packageOf(kit: Files): Files {
  const chosen = chooseFiles(kit);
  const packed = new Map(chosen.files);
  for (const [path, source] of Object.entries(OWN_FILES)) {
    packed.set(path, Buffer.from(filled(source, textOf(kit, source))));
  }
  const { packageJson, lockfile } = packageFiles(
    JSON.parse(textOf(kit, "package.json")) as KitPackage,
    JSON.parse(textOf(kit, "package-lock.json")) as Lockfile,
    chosen.packages,
  );
  packed.set("package.json", Buffer.from(packageJson));
  packed.set("package-lock.json", Buffer.from(lockfile));
  const texts = [...chosen.files].map(
    ([path, content]) => [path, content.toString("utf8")] as const,
  );
  packed.set(GIVEN_FILE, packHandedOut(new Map(texts)));
  return packed;
}

function filled(source: string, text: string): string {
  const { text: whole, problems } = fillPlaceholders(text, handoutValues(course), source);
  refuse("the package's own files name what is not there:", problems);
  return whole;
}

function textOf(kit: Files, path: string): string {
  const content = kit.get(path);
  if (content === undefined) throw new ReleaseError("the kit is not whole:", [`it lacks ${path}`]);
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
