import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeJson, writeWhole } from "../base/write_whole.js";
import type { ClassPart, ClassSpec } from "./class_spec.js";
import { forStudents } from "./for_students.js";
import type { GradeLine } from "./grade_line.js";
import { gradebookCsv } from "./gradebook.js";
import type { Student } from "./hand_in.js";
import { overviewPage, pageName } from "./overview_page.js";
import { studentPage } from "./student_page.js";

/** Writes everything that people read into the folder of the results, replacing what was there. */
export async function writeResults(
  folder: string,
  lab: ClassSpec,
  part: ClassPart,
  lines: readonly GradeLine[],
  missing: readonly Student[],
): Promise<void> {
  await mkdir(join(folder, "pages"), { recursive: true });
  await mkdir(join(folder, "reports"), { recursive: true });
  for (const line of lines) {
    const { id } = line.handIn;
    const { verdict } = line;
    const file = verdict?.picture === undefined ? undefined : join(folder, verdict.picture);
    const picture = file && (await readFile(file, "utf8").catch(() => undefined));
    await writeWhole(join(folder, pageName(id)), studentPage(lab, part, line, picture));
    if (verdict === undefined) continue;
    await writeJson(join(folder, "reports", `${id}.json`), forStudents(verdict.report));
  }
  await writeWhole(join(folder, "grades.csv"), gradebookCsv(lab, part, lines, missing));
  await writeJson(join(folder, "grades.json"), { version: 1, lab: lab.id, part: part.name, lines });
  await writeWhole(join(folder, "index.html"), overviewPage(lab, part, lines, missing));
}
