/** Shows which given files were changed, and brings them back. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { exitCodes, UsageError } from "../base/exit_codes.js";
import { changedGiven } from "../trees/given_files.js";
import { readHandedOut, type HandedOut } from "../trees/handed_out.js";
import { displayPath, kitRoot, resolveTyped } from "../trees/kit_paths.js";
import { restore } from "../trees/restore.js";
import { labOn, labOption, readCommandLine } from "./command_line.js";
import { print, runProgram } from "./program.js";

await runProgram("restore", async (args) => {
  const { all, words: files } = await readCommandLine(args, {
    script: "npm run restore --",
    usage:
      "$0 [<file>...] [--all]\n\n" +
      "Lists the given files that have been changed or removed, or restores the named ones.\n" +
      "Your own files are never changed; only a missing one is restored, as the stub.",
    options: {
      all: { type: "boolean", default: false, describe: "Restore every given file" },
      ...labOption,
    },
    epilogue: "Exit codes: 0 done, 2 wrong usage.",
  });
  const lab = await labOn(args);
  if (all && files.length > 0) throw new UsageError("name files or use --all, not both");
  const handedOut = readHandedOut();
  if (handedOut === undefined) {
    throw new UsageError(
      "this is the kit itself and not a student's package; use git to restore files",
    );
  }
  const changed = (await changedGiven(lab, handedOut)).map(({ path }) => path);
  if (!all && files.length === 0) {
    list(changed);
  } else {
    const paths = all ? changed : files.map((typed) => pathOf(typed, handedOut));
    const restored = await restore(lab, handedOut, paths, kitRoot);
    if (restored.length === 0) print("nothing to restore: all of these files are unchanged");
    for (const { path, movedTo } of restored) {
      print(`restored ${path}${movedTo === undefined ? "" : `; your version is in ${movedTo}`}`);
    }
  }
  return exitCodes.fullPoints;
});

function list(changed: readonly string[]): void {
  if (changed.length === 0) {
    print("all given files are unchanged");
    return;
  }
  print("changed or missing given files:");
  for (const path of changed)
    print(`  ${path}${existsSync(join(kitRoot, path)) ? "" : "  (missing)"}`);
  print(
    "npm run restore -- <file>... restores some of them, npm run restore -- --all restores all",
  );
}

/** The path within the package of what was typed: from where the person is, from the package, or from starter/. */
function pathOf(typed: string, handedOut: HandedOut): string {
  const shown = displayPath(resolveTyped(typed));
  const candidates = [shown, typed.replaceAll("\\", "/"), `starter/${typed}`];
  return candidates.find((path) => handedOut.has(path)) ?? shown;
}
