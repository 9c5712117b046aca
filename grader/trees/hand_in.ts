import { rename, writeFile } from "node:fs/promises";
import { course } from "../labs/cmud/manifest.js";
import { UsageError } from "../base/exit_codes.js";
import { displayPath } from "./kit_paths.js";
import { kindOf, overlayOf, type OverlayFile } from "./overlay.js";
import { readFolder } from "./read_folder.js";
import { zipBytes } from "./zip_bytes.js";

/** A file of a submission. */
export interface PackedFile extends OverlayFile {
  /** Whether it is a new file beside the student files. */
  readonly isNew: boolean;
}

/** What was packed, or why nothing was. */
export interface Packed {
  readonly files: readonly PackedFile[];
  /** Required files that are not there; if there are any, nothing was written. */
  readonly missing: readonly string[];
  /** What should not be in a hand-in, with file and line. */
  readonly warnings: readonly string[];
  readonly notices: readonly string[];
  /** The size of the zip; 0 when nothing was written. */
  readonly zipBytes: number;
}

/**
 * Packs the student files of a folder, and new files beside them, into a zip. The same files give the same bytes.
 *
 * @param folder absolute.
 * @param zipFile absolute; replaced when it exists.
 * @throws {@link TreeError} when the folder holds no student file, {@link UsageError} when the zip cannot be written.
 */
export async function packSubmission(folder: string, zipFile: string): Promise<Packed> {
  const overlay = overlayOf(await readFolder(folder), displayPath(folder));
  const files = overlay.files
    .map((file) => ({ ...file, isNew: kindOf(file.path) === "new" }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const paths = new Set(files.map((file) => file.path));
  const missing = course.studentFiles.map(({ path }) => path).filter((path) => !paths.has(path));
  const { notices } = overlay;
  const warnings = files.flatMap(warningsAbout);
  if (missing.length > 0) return { files, missing, warnings, notices, zipBytes: 0 };

  const bytes = await zipBytes(files);
  await writeWhole(zipFile, bytes);
  return { files, missing, warnings, notices, zipBytes: bytes.length };
}

/** Debug prints and markers of work to be done. Told by their text, so that files need not compile. */
function warningsAbout(file: OverlayFile): string[] {
  const lines = file.content.toString("utf8").split("\n");
  const found = new Map<string, number[]>();
  lines.forEach((line, index) => {
    const warning = printIn(line) ?? leftToDo(line);
    if (warning !== undefined) found.set(warning, [...(found.get(warning) ?? []), index + 1]);
  });
  return [...found].map(
    ([warning, at]) => `${displayPath(file.original)}:${at.join(", ")}  ${warning}`,
  );
}

function printIn(line: string): string | undefined {
  const code = line.replace(/\/\/.*$/, "");
  const print = /\bconsole\s*\.\s*\w+\s*\(|\bprocess\.std(out|err)\.write\b|\bdebugger\b/.exec(
    code,
  );
  if (print === null) return undefined;
  const what = print[0].replace(/\s*\($/, "");
  return `${what} is left; debug prints cost style points, so remove them`;
}

function leftToDo(line: string): string | undefined {
  const found = /TODO\((checkpoint|final)\)|TodoError\("(checkpoint|final)"/.exec(line);
  const due = found?.[1] ?? found?.[2];
  return due === undefined ? undefined : `still to be written for the ${due}`;
}

async function writeWhole(file: string, bytes: Buffer): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(draft, bytes);
    await rename(draft, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`cannot write ${displayPath(file)}: ${code ?? String(error)}`);
  }
}
