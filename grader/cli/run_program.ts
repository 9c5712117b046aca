/**
 * Runs a command-line program of a tree: stages and compiles the tree named by `--tree`, and then runs the program in
 * this process, so that it owns the terminal and receives Ctrl-C.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "../base/exit_codes.js";
import { didYouMean } from "../base/suggest.js";
import { defaultLab, labNamed, labNames } from "../labs/index.js";
import type { Lab } from "../labs/lab.js";
import { diagnosticsText } from "../static/check_result.js";
import { pathInTree } from "../trees/given_tree.js";
import { starterDir } from "../trees/kit_paths.js";
import { stageTree } from "../trees/stage_tree.js";
import { takeTree } from "./command_line.js";
import { complain, runProgram } from "./program.js";

let entry: string | undefined;
await runProgram(process.argv[2] ?? "program", async ([program, ...args]) => {
  const programs = readdirSync(starterDir).filter((name) =>
    existsSync(join(starterDir, name, "main.ts")),
  );
  if (program === undefined || !programs.includes(program)) {
    const hint = didYouMean(program ?? "", programs) || `; there are ${programs.join(", ")}`;
    throw new UsageError(`there is no program ${program ?? "without a name"}${hint}`);
  }
  const { tree, lab: typed, rest } = await takeTree(args);
  const lab = typed === undefined ? await labWith(program) : await labNamed(typed);
  const staged = await stageTree(lab, tree);
  for (const notice of staged.notices) complain(`note: ${notice}`);
  const errors = staged.diagnostics;
  if (errors.length > 0) {
    complain(`${tree} has type errors; the program may not work:\n${diagnosticsText(errors)}\n`);
  }
  // Programs print what to type in the next terminal, which should run the same tree.
  if (tree !== "starter") process.env["CMUD_TREE"] = tree;
  entry = join(staged.jsDir, program, "main.js");
  process.argv = [process.execPath, entry, ...rest];
  return 0;
});

/** The assignment that a program belongs to: the default one, if the program is part of that. */
async function labWith(program: string): Promise<Lab> {
  const labs = await Promise.all([defaultLab, ...labNames].map(labNamed));
  const main = `starter/${program}/main.ts`;
  const found = labs.find(({ layers }) =>
    layers.some((layer) => pathInTree(layer, main) !== undefined),
  );
  return found ?? (await labNamed(defaultLab));
}

if (entry !== undefined) {
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(entry).href);
}
