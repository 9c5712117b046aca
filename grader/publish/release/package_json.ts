import { MORE_PACKAGES, SCRIPTS } from "./contents.js";
import { partOfLockfile, type LockedRoot, type Lockfile } from "./lockfile.js";
import { ReleaseError } from "./release_error.js";

/** The kit's own package.json, as far as the package takes anything from it. */
export interface KitPackage {
  readonly version: string;
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** The two files that `npm ci` reads. */
export interface PackageFiles {
  readonly packageJson: string;
  readonly lockfile: string;
}

/**
 * Writes the package.json that students get, with the packages that shipped files import and no others, pinned as in
 * the kit, and the lockfile that fits it.
 *
 * @param imported the names of the packages that are imported.
 * @throws {@link ReleaseError} when one of them is no dependency of the kit's, or the kit lacks a command.
 */
export function packageFiles(
  kit: KitPackage,
  lock: Lockfile,
  imported: readonly string[],
): PackageFiles {
  const versions = { ...kit.dependencies, ...kit.devDependencies };
  const wanted = new Set([...imported, ...MORE_PACKAGES]);
  const unknown = [...wanted].filter((name) => !(name in versions));
  const scripts = Object.entries(SCRIPTS).map(([name, own]) => [name, own ?? kit.scripts[name]]);
  const lacking = scripts.filter(([, command]) => command === undefined);
  if (unknown.length + lacking.length > 0) {
    throw new ReleaseError("cannot write the package.json of the package:", [
      ...unknown.map(
        (name) => `${name} is imported and is no dependency of the kit; npm i -E ${name}`,
      ),
      ...lacking.map(
        ([name]) => `the kit has no script ${name}; see grader/publish/release/contents.ts`,
      ),
    ]);
  }
  for (const name of [...wanted, "mocha"]) {
    const types = `@types/${name.replace(/^@(.+)\/(.+)$/, "$1__$2")}`;
    if (types in versions) wanted.add(types);
  }
  const only = (all: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(all).filter(([name]) => wanted.has(name)));
  const head = { name: "cmud", version: kit.version };
  const dependencies = only(kit.dependencies);
  const devDependencies = only(kit.devDependencies);
  const { license, engines } = kit;
  const root: LockedRoot = { ...head, license, dependencies, devDependencies, engines };
  return {
    packageJson: json({
      ...head,
      description: "CMUD: an actor system, a key-value store on it, and a game on that.",
      private: true,
      license,
      type: "module",
      engines,
      scripts: Object.fromEntries(scripts) as unknown,
      dependencies,
      devDependencies,
    }),
    lockfile: json(partOfLockfile(lock, root)),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
