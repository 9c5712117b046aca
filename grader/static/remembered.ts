import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { kitRoot } from "../trees/kit_paths.js";
import type { StagedTree } from "../trees/stage_tree.js";
import type { CheckResult } from "./check_types.js";

/** What checks depend on besides the tree: the rules, the code that applies them, and the tools' versions and options. */
const rulesFolders = ["static"];
const toolFiles = ["package-lock.json", ".prettierrc.json", "tsconfig.base.json"];

/**
 * What a check says of a tree: what it said before, if neither the tree nor the rules have changed since; checking takes
 * seconds, and most trees are graded again and again while only a test's outcome is of interest.
 */
export async function remembered(
  tree: StagedTree,
  name: CheckResult["id"],
  check: (tree: StagedTree) => Promise<CheckResult>,
): Promise<CheckResult> {
  const file = join(tree.folder, `${name}.json`);
  const key = createHash("sha256").update(`${tree.key} ${rulesKey()}`).digest("hex");
  const known = await readKnown(file);
  if (known?.key === key) return known.result;
  const result = await check(tree);
  await writeFile(file, JSON.stringify({ key, result } satisfies Known));
  return result;
}

interface Known {
  readonly key: string;
  readonly result: CheckResult;
}

async function readKnown(file: string): Promise<Known | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Known;
  } catch {
    return undefined; // Not checked before, or interrupted while it was written: both are checked anew.
  }
}

let key: string | undefined;

function rulesKey(): string {
  if (key !== undefined) return key;
  const hash = createHash("sha256");
  const grader = dirname(dirname(fileURLToPath(import.meta.url)));
  for (const folder of rulesFolders) {
    const paths = readdirSync(join(grader, folder), { recursive: true, encoding: "utf8" });
    for (const path of paths.filter((each) => each.endsWith(".js")).sort()) {
      hash.update(`\0${path}\0`).update(readFileSync(join(grader, folder, path)));
    }
  }
  for (const file of toolFiles) hash.update(readFileSync(join(kitRoot, file)));
  return (key = hash.digest("hex"));
}
