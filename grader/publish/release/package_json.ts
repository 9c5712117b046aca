import { PublishError } from "../publish_error.js";
import { COMMANDS, TOOLS } from "./contents.js";

/** The kit's own package.json, as far as the package takes anything from it. */
export interface KitPackage {
  readonly version: string;
  readonly license: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** A lockfile of npm, of version 3: what it says of each package, by the place where that lies. */
export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
  readonly [more: string]: unknown;
}

interface LockedPackage {
  readonly dependencies?: Needs;
  readonly devDependencies?: Needs;
  readonly optionalDependencies?: Needs;
  readonly peerDependencies?: Needs;
  readonly [more: string]: unknown;
}

type Needs = Readonly<Record<string, string>>;

/**
 * The commands of a package: those that every package has, and one for each program of the starter.
 *
 * @param programs the folders of the starter that hold a program.
 * @throws {@link PublishError} when the kit lacks a command.
 */
export function commandsOf(
  { scripts }: KitPackage,
  programs: readonly string[],
): Record<string, string> {
  const own = Object.entries(scripts).filter(([, command]) =>
    programs.includes(/ run_program (\w+)/.exec(command)?.[1] ?? ""),
  );
  const common = Object.entries(COMMANDS).map(([name, command]): [string, string] => {
    const found = command ?? scripts[name];
    if (found !== undefined) return [name, found];
    throw new PublishError("cannot write the package.json of the package:", [
      `the kit has no script ${name}; see grader/publish/release/contents.ts`,
    ]);
  });
  return Object.fromEntries([...common, ...own]);
}

/**
 * Writes the package.json that students get, with the packages that shipped files import, those that trees may import,
 * and no others, pinned as in the kit, and the lockfile that fits it.
 *
 * @param about name and description.
 * @param imported the names of the packages that are imported.
 * @throws {@link PublishError} when one of them is no dependency of the kit's.
 */
export function packageFiles(
  kit: KitPackage,
  lock: Lockfile,
  about: { readonly name: string; readonly description: string },
  scripts: Readonly<Record<string, string>>,
  imported: readonly string[],
): Record<"package.json" | "package-lock.json", string> {
  const versions = { ...kit.dependencies, ...kit.devDependencies };
  const wanted = new Set([...imported, ...Object.keys(kit.dependencies), ...TOOLS]);
  const unknown = [...wanted].filter((name) => !(name in versions));
  if (unknown.length > 0) {
    throw new PublishError(
      "cannot write the package.json of the package:",
      unknown.map(
        (name) => `${name} is imported but is not a dependency of the kit; run npm i -E ${name}`,
      ),
    );
  }
  for (const name of [...wanted, "mocha"]) {
    const types = `@types/${name.replace(/^@(.+)\/(.+)$/, "$1__$2")}`;
    if (types in versions) wanted.add(types);
  }
  const only = (all: Needs): Needs =>
    Object.fromEntries(Object.entries(all).filter(([name]) => wanted.has(name)));
  const { version, license, engines } = kit;
  const dependencies = only(kit.dependencies);
  const devDependencies = only(kit.devDependencies);
  const head = { name: about.name, version };
  return {
    "package.json": json({
      ...{ ...head, description: about.description, private: true, license, type: "module" },
      ...{ engines, scripts, dependencies, devDependencies },
    }),
    "package-lock.json": json({
      ...{ ...lock, ...head },
      packages: partOf(lock.packages, { ...head, license, dependencies, devDependencies, engines }),
    }),
  };
}

/** What is locked, at the same places, without what nobody asks for any more. Nothing is looked up anywhere. */
function partOf(locked: Lockfile["packages"], root: LockedPackage): Lockfile["packages"] {
  const kept = new Map([["", root]]);
  for (const [place, { dependencies, devDependencies, ...perhaps }] of kept) {
    const required = { ...dependencies, ...(place === "" ? devDependencies : {}) };
    const optional = { ...perhaps.optionalDependencies, ...perhaps.peerDependencies };
    for (const name of Object.keys({ ...optional, ...required })) {
      const found = placesOf(name, place).find((each) => each in locked);
      const there = found && locked[found];
      if (there) kept.set(found, there);
      else if (name in required && !(name in optional)) {
        throw new Error(`the lockfile lacks ${name}, which ${place || "the package"} needs`);
      }
    }
  }
  const rest = Object.entries(locked).filter(([place]) => place !== "" && kept.has(place));
  return { "": root, ...Object.fromEntries(rest) };
}

/** Where a package may lie that is required at some place, the nearest first. */
function placesOf(name: string, from: string): string[] {
  const here = `${from === "" ? "" : `${from}/`}node_modules/${name}`;
  if (from === "") return [here];
  return [here, ...placesOf(name, from.slice(0, Math.max(0, from.lastIndexOf("/node_modules/"))))];
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
