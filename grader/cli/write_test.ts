import { mkdir, writeFile } from "node:fs/promises";
import { dirname, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import type { ExploreCase, ExploreSpec } from "../explore/explore_spec.js";

/** Writes a case as a mocha test to keep; creates the folder if necessary. */
export async function writeKeptTest(
  lab: ExploreSpec,
  path: string,
  explored: ExploreCase,
  wrongs: readonly string[],
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await keptTestText(lab, path, explored, wrongs));
}

/** The text of the test; its imports depend on `path`, where it will be. */
async function keptTestText(
  { id, workload }: ExploreSpec,
  path: string,
  explored: ExploreCase,
  wrongs: readonly string[],
): Promise<string> {
  const helper = fileURLToPath(new URL("./kept_test.js", import.meta.url));
  const imported = relative(dirname(path), helper).split(sep).join("/");
  const comment = [
    "Found by npm run explore.",
    "",
    ...workload.storyOf(explored).map((line, index) => `${index + 1}. ${line}`),
    "",
    `Conditions: ${workload.circumstancesOf(explored)}.`,
    "",
    "What was wrong:",
    ...wrongs.map((wrong) => `- ${wrong.replaceAll("\n", " ")}`),
    "",
    `Run it with: npx mocha ${relative(process.cwd(), path) || path}`,
  ];
  const text = `/*
${comment.map((line) => ` * ${line.replaceAll("*/", "* /")}`.trimEnd()).join("\n")}
 */
import { keptTest } from ${JSON.stringify(imported.startsWith(".") ? imported : `./${imported}`)};

describe("what exploring found", () => {
  keptTest(${JSON.stringify(id)}, ${JSON.stringify(workload.titleOf(explored))}, ${JSON.stringify(explored)});
});
`;
  return await format(text, { parser: "babel", printWidth: 100 });
}
