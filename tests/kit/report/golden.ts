import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { kitRoot } from "../../../grader/trees/kit_paths.js";

/**
 * Compares a text, without the style of a page, with a file of `tests/kit/report/golden`. With `CMUD_UPDATE_GOLDEN=1`,
 * writes the file instead: look at what has changed before you commit it.
 */
export async function expectGolden(name: string, written: string): Promise<void> {
  const text = written.replace(/<style>[^]*?<\/style>/, "<style></style>");
  const file = join(kitRoot, "tests/kit/report/golden", name);
  if (process.env["CMUD_UPDATE_GOLDEN"] === "1") {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const known = await readFile(file, "utf8");
  expect(text, `${name} has changed`).to.equal(known.replaceAll("\r\n", "\n"));
}
