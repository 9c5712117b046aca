import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { kitRoot } from "../trees/kit_paths.js";
import type { StagedTree } from "../trees/stage_tree.js";
import type { CheckResult } from "./check_result.js";

/** What the results of checks depend on besides the tree and the assignment: their code and the tools. */
const toolFiles = ["package-lock.json", ".prettierrc.json", "tsconfig.base.json"];

/**
 * The result of a check of a tree, from a cache if neither the tree nor the rules have changed: checking takes seconds,
 * and the same tree is often graded again and again.
 *
 * @param facts what the check knows about the assignment. Plain data.
 */
export async function remembered(
  tree: StagedTree,
  name: CheckResult["id"],
  facts: unknown,
  check: () => Promise<CheckResult>,
): Promise<CheckResult> {
  const file = join(tree.folder, `${name}.json`);
  const key = createHash("sha256")
    .update(`${tree.key} ${rulesKey()} ${JSON.stringify(facts)}`)
    .digest("hex");
  const known = await readKnown(file);
  if (known?.key === key) return known.result;
  const result = await check();
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
    return undefined; // Not checked before, or interrupted while writing: check again.
  }
}

let key: string | undefined;

function rulesKey(): string {
  if (key !== undefined) return key;
  const hash = createHash("sha256");
  const here = dirname(fileURLToPath(import.meta.url));
  const paths = readdirSync(here, { recursive: true, encoding: "utf8" });
  for (const path of paths.filter((each) => each.endsWith(".js")).sort()) {
    hash.update(`\0${path}\0`).update(readFileSync(join(here, path)));
  }
  for (const file of toolFiles) hash.update(readFileSync(join(kitRoot, file)));
  return (key = hash.digest("hex"));
}
