import { exitCodes } from "../base/exit_codes.js";
import { diagnosticsText } from "../static/check_result.js";
import { displayPath, resolveTyped, treeChoices } from "../trees/kit_paths.js";
import { stageTree } from "../trees/stage_tree.js";
import { writeTree } from "../trees/write_tree.js";
import { labOn, labOption, readCommandLine, text } from "./command_line.js";
import { complain, print, runProgram } from "./program.js";

await runProgram("stage", async (args) => {
  const { tree, out } = await readCommandLine(args, {
    script: "npm run stage --",
    usage:
      "$0 [--tree <tree>] [--out <folder>]\n\nAssembles a tree (the starter with the tree's student files laid over it) and compiles it.\n" +
      "It is written to build/trees or, with --out, as a complete project of its own to that folder.",
    options: {
      tree: { ...text("tree", `What to stage: ${treeChoices}`), default: "starter" },
      out: text("out", "The folder for the project"),
      ...labOption,
    },
    meant: (word) => `--tree ${word}`,
  });
  const staged = await stageTree(await labOn(args), tree);
  for (const notice of staged.notices) complain(`note: ${notice}`);
  const errors = staged.diagnostics;
  if (errors.length > 0) complain(diagnosticsText(errors));
  if (out === undefined) {
    print(`staged ${tree}; compiled in ${displayPath(staged.jsDir)}`);
  } else {
    const target = resolveTyped(out);
    await writeTree(staged, target);
    print(`wrote ${tree} to ${displayPath(target)}; its README says how to run it`);
  }
  return errors.length > 0 ? exitCodes.pointsLost : exitCodes.fullPoints;
});
