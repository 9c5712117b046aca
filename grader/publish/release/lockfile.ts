/** What a lockfile of npm says of one package, as far as it matters here. */
export interface LockedPackage {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly [more: string]: unknown;
}

/** A lockfile of npm, of version 3. */
export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
  readonly [more: string]: unknown;
}

/** The part of a package.json that a lockfile repeats. */
export interface LockedRoot extends LockedPackage {
  readonly name: string;
  readonly version: string;
}

/**
 * The lockfile of a package that needs some of what another one needs: the same versions at the same places, without
 * what nobody asks for any more. Nothing is looked up anywhere.
 *
 * @throws when the lockfile lacks a package that is asked for.
 */
export function partOfLockfile(whole: Lockfile, root: LockedRoot): Lockfile {
  const kept = new Set<string>();
  const waiting: [place: string, locked: LockedPackage][] = [["", root]];
  for (const [place, locked] of waiting) {
    const required = { ...locked.dependencies, ...(place === "" ? locked.devDependencies : {}) };
    const perhaps = { ...locked.optionalDependencies, ...locked.peerDependencies };
    for (const name of Object.keys({ ...perhaps, ...required })) {
      const found = placeOf(name, place, whole);
      if (found === undefined && name in required) {
        throw new Error(
          `the lockfile lacks ${name}, which ${place || "the package"} needs; run "npm install"`,
        );
      }
      if (found === undefined || kept.has(found)) continue;
      kept.add(found);
      waiting.push([found, whole.packages[found] ?? {}]);
    }
  }
  const packages = Object.entries(whole.packages).filter(([place]) => kept.has(place));
  return {
    ...whole,
    name: root.name,
    version: root.version,
    packages: { "": root, ...Object.fromEntries(packages) },
  };
}

/** Where a package that is required at some place lies: the nearest `node_modules` above that has it. */
function placeOf(name: string, from: string, { packages }: Lockfile): string | undefined {
  for (
    let folder = from;
    ;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))
  ) {
    const place = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    if (place in packages) return place;
    if (folder === "") return undefined;
  }
}
