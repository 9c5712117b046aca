import { exitCodes, UsageError } from "../base/exit_codes.js";
import { defaultLab, labNamed } from "../labs/index.js";
import { diagnosticsText } from "../static/check_result.js";
import { readToolOptions } from "./tool_options.js";
import { displayPath, resolveTyped, treeChoices } from "../trees/kit_paths.js";
import { stageTree } from "../trees/stage_tree.js";
import { TreeError } from "../trees/tree_error.js";
import { writeTree } from "../trees/write_tree.js";

const HELP = `npm run stage -- [--lab <assignment>] [--tree <tree>] [--out <folder>]

Puts a tree together (the starter with the tree's student files laid over it) and compiles it.
A tree is ${treeChoices}; without --tree it is starter.
Without --out it goes to build/trees; with --out, a whole project that runs by itself is written there.
`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  try {
    const { lab = defaultLab, tree = "starter", out, help } = readToolOptions(args);
    if (help === true) {
      process.stdout.write(HELP);
      return 0;
    }
    const target = out === undefined ? undefined : resolveTyped(out);
    const staged = await stageTree(await labNamed(lab), tree);
    for (const notice of staged.notices) process.stderr.write(`note: ${notice}\n`);
    const errors = staged.diagnostics;
    if (errors.length > 0) process.stderr.write(`${diagnosticsText(errors)}\n`);
    if (target === undefined) {
      process.stdout.write(`staged ${tree}; compiled in ${displayPath(staged.jsDir)}\n`);
    } else {
      await writeTree(staged, target);
      process.stdout.write(
        `wrote ${tree} to ${displayPath(target)}; its README says how to run it\n`,
      );
    }
    return errors.length > 0 ? exitCodes.pointsLost : 0;
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof TreeError)) throw error;
    process.stderr.write(`stage: ${error.message}\n`);
    return exitCodes.usage;
  }
}
