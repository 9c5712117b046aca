import { readFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { format, type Options } from "prettier";
import type { Diagnostic } from "../trees/compile.js";
import { displayPath, kitRoot } from "../trees/kit_paths.js";
import type { StagedTree } from "../trees/stage_tree.js";
import { checkOf, type CheckResult } from "./check_result.js";

/** Checks that every student file is formatted like the kit's own files. The score decides about points. */
export async function checkFormat(tree: StagedTree): Promise<CheckResult> {
  const found: Diagnostic[] = [];
  for (const file of tree.studentFiles) {
    const text = await readFile(join(tree.srcDir, file.path), "utf8");
    found.push(...(await formatDiagnostics(text, file.original)));
  }
  for (const path of tree.missingFiles) {
    found.push({ file: path, line: 1, column: 1, code: "missing", message: "is missing" });
  }
  const untidy = found.filter(({ code }) => code === "prettier");
  const advice = `fix it with: npx prettier --write ${untidy.map(writableName).join(" ")}`;
  return checkOf("format", found, untidy.length > 0 ? advice : undefined);

  /** A file in a zip most likely comes from the starter. */
  function writableName({ file }: Diagnostic): string {
    const own = tree.studentFiles.find(({ original }) => original === file);
    return own?.onDisk === true ? displayPath(file) : `starter/${own?.path ?? ""}`;
  }
}

/**
 * The formatting problems of a file: at most the first unformatted position, and every comment that disables the
 * formatter.
 *
 * @param file what the diagnostics name as the file.
 */
export async function formatDiagnostics(text: string, file: string): Promise<Diagnostic[]> {
  const found: Diagnostic[] = [];
  const add = (code: string, offset: number, message: string): void => {
    const before = text.slice(0, offset).split("\n");
    const column = (before.at(-1)?.length ?? 0) + 1;
    found.push({ file, line: before.length, column, code, message });
  };
  for (const match of text.matchAll(IGNORE_COMMENT)) {
    add("prettier-ignore", match.index, "remove this comment: all code must be formatted");
  }
  try {
    const formatted = await format(text, { ...formatOptions(), parser: "typescript" });
    if (formatted !== text) {
      const offset = firstDifference(text, formatted);
      add("prettier", offset, "is not formatted from here on");
    }
  } catch (error) {
    const said = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    const start = (error as { loc?: { start?: { line: number } } }).loc?.start;
    const message = `cannot be formatted before it compiles: ${said}`;
    found.push({ file, line: start?.line ?? 1, column: 1, code: "syntax", message });
  }
  return found;
}

const IGNORE_COMMENT = /(?:\/\/|\/\*|\*)\s*prettier-ignore(?:-start|-end)?\b/g;

/** The kit's options. Prettier gets them explicitly, so it does not look for a student's configuration. */
function formatOptions(): Options {
  const file = join(kitRoot, ".prettierrc.json");
  return JSON.parse(readFileSync(file, "utf8")) as Options;
}

function firstDifference(text: string, formatted: string): number {
  let index = 0;
  while (index < text.length && text[index] === formatted[index]) index++;
  return index;
}
