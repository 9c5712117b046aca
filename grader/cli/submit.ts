import { exitCodes } from "../base/exit_codes.js";
import type { Lab } from "../labs/lab.js";
import { givenNotices } from "../trees/given_files.js";
import { packSubmission, type Packed } from "../trees/hand_in.js";
import { displayPath, resolveTyped, starterDir } from "../trees/kit_paths.js";
import { labOn, labOption, readCommandLine, text } from "./command_line.js";
import { complain, print, runProgram } from "./program.js";

await runProgram("submit", async (args) => {
  const { tree, out } = await readCommandLine(args, {
    script: "npm run submit --",
    usage:
      "$0 [--tree <folder>] [--out <file>]\nsh make_submit.sh [--tree <folder>] [--out <file>]\n\n" +
      "Packs your files into a zip in the current folder.",
    options: {
      tree: { ...text("tree", "The folder with your files"), default: "starter" },
      out: { ...text("out", "The zip"), default: "handin.zip" },
      ...labOption,
    },
    epilogue: "Exit codes: 0 written, 1 not written because a file is missing, 2 wrong usage.",
    meant: (word) => `--tree ${word}`,
  });
  const lab = await labOn(args);
  const isStarter = tree === "starter" || resolveTyped(tree) === starterDir;
  const notices = await givenNotices(lab, isStarter ? "starter" : "hand-in");
  for (const notice of notices) complain(`note: ${notice}`);
  return report(lab, await packSubmission(lab, tree, resolveTyped(out)), tree, out);
});

function report(lab: Lab, packed: Packed, tree: string, out: string): number {
  for (const notice of packed.notices) complain(`note: ${notice}`);
  if (packed.missing.length > 0) {
    const names = packed.missing.join(", ");
    complain(
      `submit: nothing was written: ${tree} lacks ${names}; restore the stubs from the starter`,
    );
    return 1;
  }
  const width = Math.max(...packed.files.map((file) => file.path.length));
  print(`wrote ${displayPath(resolveTyped(out))} (${sizeText(packed.zipBytes)}):`);
  for (const { path, content, isNew } of packed.files) {
    const size = sizeText(content.length).padStart(9);
    print(`  ${path.padEnd(width)}  ${size}${isNew ? "  (new file)" : ""}`);
  }
  for (const warning of packed.warnings) complain(`warning: ${warning}`);
  const [flag = "", ...others] =
    lab.parts.length > 1 ? lab.parts.map(({ name }) => `--${name} `) : [];
  const or = others.map((other) => `   (or ${other.trim()})`).join("");
  print(`check it with: npm run grade -- ${flag}--tree ${out}${or}`);
  print(`${lab.submissionsPerDeadline} submissions count for each deadline`);
  return exitCodes.fullPoints;
}

function sizeText(bytes: number): string {
  return bytes < 10_240 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KiB`;
}
