import { addTo } from "../base/group_by.js";
import { writeWhole } from "../base/write_whole.js";
import { displayPath } from "./kit_paths.js";
import type { RawFile } from "./read_folder.js";
import { readSubmission } from "./tree_arg.js";
import type { TreeSpec } from "./tree_spec.js";
import { zipBytes } from "./zip.js";

/** A file of a submission. */
export interface PackedFile extends RawFile {
  /** Whether it is a new file beside the student files. */
  readonly isNew: boolean;
}

/** What was packed, or why nothing was written. */
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
 * Packs the student files of a tree, and new files next to them, into a zip. The same files give the same bytes.
 *
 * @param treeArg what `--tree` takes.
 * @param zipFile absolute; replaced when it exists.
 * @throws {@link TreeError} if the folder contains no student file, a UsageError if the zip cannot be written.
 */
export async function packSubmission(
  spec: TreeSpec,
  treeArg: string,
  zipFile: string,
): Promise<Packed> {
  const overlay = await readSubmission(spec, treeArg);
  const students = spec.studentFiles.map(({ path }) => path);
  const files = overlay.files
    .map((file) => ({ ...file, isNew: !students.includes(file.path) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const missing = students.filter((path) => !files.some((file) => file.path === path));
  const { notices } = overlay;
  const warnings = files.flatMap((file) => warningsAbout(file, spec));
  if (missing.length > 0) return { files, missing, warnings, notices, zipBytes: 0 };

  const bytes = await zipBytes(files);
  await writeWhole(zipFile, bytes);
  return { files, missing, warnings, notices, zipBytes: bytes.length };
}

/** Debug prints and markers of unfinished work. Found by their text, so files need not compile. */
function warningsAbout(file: RawFile, spec: TreeSpec): string[] {
  const parts = [...new Set(spec.studentFiles.map(({ dueFor }) => dueFor))].join("|");
  const left = new RegExp(`TODO\\((${parts})\\)|TodoError\\("(${parts})"`);
  const lines = file.content.toString("utf8").split("\n");
  const found = new Map<string, [number, ...number[]]>();
  lines.forEach((line, index) => {
    const warning = printIn(line) ?? leftToDo(line, left);
    if (warning !== undefined) addTo(found, warning, index + 1);
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
  return `remove ${what}: debug prints cost style points`;
}

function leftToDo(line: string, marker: RegExp): string | undefined {
  const found = marker.exec(line);
  const due = found?.[1] ?? found?.[2];
  return due === undefined ? undefined : `not written yet; due for the ${due}`;
}
