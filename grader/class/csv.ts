import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { UsageError } from "../base/exit_codes.js";

/** The lines of a CSV file, by the names of their columns. */
export type CsvLines = readonly Readonly<Record<string, string>>[];

/**
 * Reads a CSV file whose first line names the columns.
 *
 * @param columns those that it must have.
 * @throws {@link UsageError} if there is no such file, or it is not like that.
 */
export async function readCsv(file: string, columns: readonly string[]): Promise<CsvLines> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new UsageError(`there is no file ${file}`);
  });
  let lines: CsvLines;
  try {
    lines = parse(text, { bom: true, columns: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`cannot read ${file}: ${why}`);
  }
  const missing = columns.filter((name) => lines.some((line) => line[name] === undefined));
  if (missing.length > 0) throw new UsageError(`${file} lacks the column ${missing.join(", ")}`);
  return lines;
}

/** CSV with a first line of names. What a spreadsheet would take for a formula is quoted for it. */
export function csvText(
  columns: readonly string[],
  lines: readonly Readonly<Record<string, string | number>>[],
): string {
  return stringify([...lines], { columns: [...columns], header: true, escape_formulas: true });
}
