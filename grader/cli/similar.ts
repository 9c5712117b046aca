/** Finds pairs of similar hand-ins. */
import { exitCodes, UsageError } from "../base/exit_codes.js";
import { writeWhole } from "../base/write_whole.js";
import { findHandIns } from "../class/find_hand_ins.js";
import { similarPage } from "../class/similar_page.js";
import { similarPairs, type Sources } from "../class/similar.js";
import { labNamed } from "../labs/index.js";
import { displayPath, resolveTyped } from "../trees/kit_paths.js";
import { readSubmission } from "../trees/tree_arg.js";
import { TreeError } from "../trees/tree_error.js";
import { count, labOption, readCommandLine, text } from "./command_line.js";
import { complain, print, runProgram } from "./program.js";

/** How many pairs are printed, and shown on the page. */
const printed = 10;
const mostPairs = 100;

await runProgram("similar", async (args) => {
  const argv = await readCommandLine(args, {
    script: "npm run similar --",
    usage:
      "$0 HAND-INS [options]\n\nFinds pairs of hand-ins with code in common that is not the starter's.",
    options: {
      out: { ...text("out", "Where the page goes"), default: "similar.html" },
      "at-least": count(
        "at-least",
        100,
        "Leave out pairs with less in common, in percent; default: 20",
      ),
      ...labOption,
    },
  });
  const [typed] = argv.words;
  if (typed === undefined) throw new UsageError("name the folder with the hand-ins");
  const lab = await labNamed(argv.lab);
  const sources = async (id: string, tree: string): Promise<Sources> => {
    const { files } = await readSubmission(lab, tree);
    return { id, files: new Map(files.map((file) => [file.path, file.content.toString("utf8")])) };
  };
  const handIns: Sources[] = [];
  for (const { id, path } of await findHandIns(resolveTyped(typed))) {
    try {
      handIns.push(await sources(id, path));
    } catch (error) {
      if (!(error instanceof TreeError)) throw error;
      complain(`left out ${id}: ${error.message}`);
    }
  }
  const least = (argv["at-least"] ?? 20) / 100;
  const pairs = similarPairs(handIns, await sources("starter", "starter"), least).slice(
    0,
    mostPairs,
  );
  const out = resolveTyped(argv.out);
  await writeWhole(out, similarPage(lab.title, pairs));
  for (const { left, right, similarity } of pairs.slice(0, printed)) {
    print(`${String(Math.round(similarity * 100)).padStart(3)}%  ${left} and ${right}`);
  }
  print(`${pairs.length} pairs of ${handIns.length} hand-ins are in ${displayPath(out)}`);
  return exitCodes.fullPoints;
});
