import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { exitCodes, UsageError } from "../base/exit_codes.js";
import { cmud } from "../labs/cmud/lab.js";
import { diagnosticsText } from "../static/check_result.js";
import { didYouMean } from "../base/suggest.js";
import { starterDir } from "../trees/kit_paths.js";
import { stageTree } from "../trees/stage_tree.js";
import { takeTreeArg } from "../trees/take_tree_arg.js";
import { TreeError } from "../trees/tree_error.js";

// Runs a command-line program of a tree: stages and compiles the tree that --tree names, and then runs the program in
// this very process, so that it has the terminal and gets Ctrl-C.
try {
  await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError) && !(error instanceof TreeError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitCodes.usage;
}

async function run([program, ...args]: readonly string[]): Promise<void> {
  const programs = readdirSync(starterDir).filter((name) =>
    existsSync(join(starterDir, name, "main.ts")),
  );
  if (program === undefined || !programs.includes(program)) {
    const hint = didYouMean(program ?? "", programs) || `; there are ${programs.join(", ")}`;
    throw new UsageError(`there is no program ${program ?? "without a name"}${hint}`);
  }
  const { tree, rest } = takeTreeArg(args);
  const staged = await stageTree(cmud, tree);
  for (const notice of staged.notices) process.stderr.write(`note: ${notice}\n`);
  const errors = staged.diagnostics;
  if (errors.length > 0) {
    const head = `${tree} has type errors; the program may not work:`;
    process.stderr.write(`${head}\n${diagnosticsText(errors)}\n\n`);
  }
  // Programs print what to type in the next terminal, and there it should be the same tree.
  if (tree !== "starter") process.env["CMUD_TREE"] = tree;
  const entry = join(staged.jsDir, program, "main.js");
  process.argv = [process.execPath, entry, ...rest];
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(entry).href);
}
