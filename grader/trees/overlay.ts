import { course } from "../labs/cmud/manifest.js";
import { findRoot } from "./find_root.js";
import { starterText } from "./handed_out.js";
import { isForeignFolder, type RawFiles } from "./raw_files.js";

/** A file that a person wrote, with the path at which it belongs into a tree. */
export interface OverlayFile {
  /** Relative to the tree, with forward slashes. */
  readonly path: string;
  /** The absolute path that names it to the person who wrote it. */
  readonly original: string;
  readonly content: Buffer;
}

/** What is laid over the starter: student files and new files beside them, and nothing else. */
export interface Overlay {
  readonly files: readonly OverlayFile[];
  /** What was left out, and why; for people. */
  readonly notices: readonly string[];
}

/** What a file of a tree is. `given` may not be replaced, `other` has no place in a submission. */
export type FileKind = "student" | "new" | "given" | "other";

const studentPaths = new Set(course.studentFiles.map((file) => file.path));
const givenPaths = new Set(course.givenFiles);

/** What a path, relative to the tree, stands for. */
export function kindOf(path: string): FileKind {
  if (studentPaths.has(path)) return "student";
  if (givenPaths.has(path)) return "given";
  const folders = path.split("/").slice(0, -1);
  const open = course.openFolders.includes(folders[0] ?? "") && !folders.some(isForeignFolder);
  if (open) return isSource(path) ? "new" : "other";
  return starterText(path) === undefined ? "other" : "given";
}

/**
 * Picks from the files of a folder or zip what belongs into an overlay.
 *
 * @param shown the name of the folder or zip, for messages.
 * @throws {@link TreeError} when it holds no student file.
 */
export function overlayOf(raw: RawFiles, shown: string): Overlay {
  const root = findRoot(
    raw.files.map((file) => file.path),
    shown,
  );
  const files: OverlayFile[] = [];
  const notices = [...raw.notices];
  if (root !== "") notices.push(foundDeeper(root, raw, shown));
  const others: string[] = [];
  for (const file of raw.files) {
    if (!file.path.startsWith(root)) continue;
    const path = file.path.slice(root.length);
    const kind = kindOf(path);
    const meant = kind === "student" ? undefined : misspelt(path);
    if (meant !== undefined) {
      notices.push(`ignored ${path}: its name must be ${meant}`);
    } else if (kind === "student" || kind === "new") {
      files.push({ ...file, path });
    } else if (kind === "given") {
      if (!isSameAsGiven(path, file.content)) {
        notices.push(
          `ignored your ${path}: it is a given file, and the kit's own is used; put your code into the files that are yours, or into new ones`,
        );
      }
    } else if (!isEditorFile(path)) {
      others.push(path);
    }
  }
  if (others.length > 0) notices.push(ignoredOthers(others));
  return { files, notices };
}

function foundDeeper(root: string, raw: RawFiles, shown: string): string {
  const beside = raw.files.map(({ path }) => path).filter((path) => !path.startsWith(root));
  const ignored = beside.length === 0 ? "" : `; ignored ${someOf(beside)} beside it`;
  return `took what is in the folder ${root} of ${shown}${ignored}`;
}

/** The student file whose name a path has but for upper and lower case. */
function misspelt(path: string): string | undefined {
  return [...studentPaths].find((name) => name.toLowerCase() === path.toLowerCase());
}

function isSource(path: string): boolean {
  return path.endsWith(".ts") && !path.endsWith(".d.ts");
}

/** Configuration for editors is expected in any tree, and is no use in a staged one. */
function isEditorFile(path: string): boolean {
  return /^(tsconfig[^/]*\.json|package(-lock)?\.json|README[^/]*|eslint\.config\.\w+)$/.test(path);
}

/** Line ends do not count: version control on Windows changes them. */
function isSameAsGiven(path: string, content: Buffer): boolean {
  return starterText(path) === content.toString("utf8").replaceAll("\r\n", "\n");
}

function ignoredOthers(paths: readonly string[]): string {
  const folders = course.openFolders.map((folder) => `${folder}/`).join(", ");
  return `ignored ${someOf(paths)}: new files must be .ts files in ${folders}`;
}

function someOf(paths: readonly string[]): string {
  const more = paths.length > 4 ? ` and ${paths.length - 4} more` : "";
  return `${paths.slice(0, 4).join(", ")}${more}`;
}
