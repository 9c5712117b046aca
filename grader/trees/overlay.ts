import { findRoot } from "./find_root.js";
import { openFolders, type GivenTree } from "./given_tree.js";
import { foldersOf, type RawFile, type RawFiles } from "./read_folder.js";
import type { StudentFile } from "./tree_spec.js";

/** The files to lay over the starter: student files and new files next to them, and nothing else. */
export interface Overlay {
  /** By their paths in the tree. */
  readonly files: readonly RawFile[];
  /** What was left out and why, for people. */
  readonly notices: readonly string[];
}

/**
 * Selects the files of a folder or zip that belong into an overlay.
 *
 * @param shown the name of the folder or zip, for messages.
 * @throws {@link TreeError} if it contains no student file.
 */
export function overlayOf(raw: RawFiles, shown: string, given: GivenTree): Overlay {
  const { studentFiles } = given.spec;
  const root = findRoot(
    raw.files.map((file) => file.path),
    shown,
    studentFiles,
  );
  const files: RawFile[] = [];
  const notices = [...raw.notices];
  if (root !== "") notices.push(foundDeeper(root, raw, shown));
  const others: string[] = [];
  for (const file of raw.files) {
    if (!file.path.startsWith(root)) continue;
    const path = file.path.slice(root.length);
    const kind = given.kindOf(path);
    const meant = kind === "student" ? undefined : misspelt(path, studentFiles);
    if (meant !== undefined) {
      notices.push(`ignored ${path}: its name must be ${meant}`);
    } else if (kind === "student" || kind === "new") {
      if (foldersOf(path).some((folder) => given.original.has(folder))) others.push(path);
      else files.push({ ...file, path });
    } else if (kind === "given") {
      if (!given.isOriginal(path, file.content)) {
        notices.push(
          `ignored your ${path}: the original of this given file is used; put your code into student files or new files`,
        );
      }
    } else if (!isEditorFile(path)) {
      others.push(path);
    }
  }
  if (others.length > 0) {
    notices.push(
      `ignored ${someOf(others)}: new files must be .ts files in ${openFolders(given.spec)}`,
    );
  }
  return { files, notices };
}

function foundDeeper(root: string, raw: RawFiles, shown: string): string {
  const beside = raw.files.map(({ path }) => path).filter((path) => !path.startsWith(root));
  const ignored = beside.length === 0 ? "" : `; ignored ${someOf(beside)} beside it`;
  return `used the folder ${root} of ${shown}${ignored}`;
}

/** The student file whose name differs from a path only in upper and lower case. */
function misspelt(path: string, studentFiles: readonly StudentFile[]): string | undefined {
  return studentFiles.find((file) => file.path.toLowerCase() === path.toLowerCase())?.path;
}

/** Configuration for editors is normal in any tree, and useless in a staged one. */
function isEditorFile(path: string): boolean {
  return /^(tsconfig[^/]*\.json|package(-lock)?\.json|README[^/]*|eslint\.config\.\w+)$/.test(path);
}

function someOf(paths: readonly string[]): string {
  const more = paths.length > 4 ? ` and ${paths.length - 4} more` : "";
  return `${paths.slice(0, 4).join(", ")}${more}`;
}
