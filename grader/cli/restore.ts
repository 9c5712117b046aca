/** Shows which given files were changed, and brings them back. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import yargs from "yargs";
import { exitCodes, refuseArguments, UsageError } from "../base/exit_codes.js";
import { defaultLab, labNamed } from "../labs/index.js";
import { displayPath, kitRoot, resolveTyped } from "../trees/kit_paths.js";
import { readHandedOut, type HandedOut } from "../trees/handed_out.js";
import { changedGiven } from "../trees/given_files.js";
import { restore } from "../trees/restore.js";

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  try {
    const { lab: name, all, files } = await readArguments(argv);
    const lab = await labNamed(name);
    const handedOut = readHandedOut();
    if (handedOut === undefined) {
      throw new UsageError(
        "this is the kit itself and not what students get; its files are in git",
      );
    }
    const changed = (await changedGiven(lab, handedOut)).map(({ path }) => path);
    if (!all && files.length === 0) return list(changed);
    const paths = all ? changed : files.map((typed) => pathOf(typed, handedOut));
    const restored = await restore(lab, handedOut, paths, kitRoot);
    if (restored.length === 0) print("everything is as it was handed out already");
    for (const { path, movedTo } of restored) {
      print(`restored ${path}${movedTo === undefined ? "" : `; yours is in ${movedTo}`}`);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`restore: ${error.message}\n`);
    return exitCodes.usage;
  }
}

function list(changed: readonly string[]): number {
  if (changed.length === 0) {
    print("all given files are as they were handed out");
    return 0;
  }
  print("not as handed out:");
  for (const path of changed)
    print(`  ${path}${existsSync(join(kitRoot, path)) ? "" : "  (missing)"}`);
  print(
    "npm run restore -- <file>... brings some of them back, npm run restore -- --all brings back all",
  );
  return 0;
}

/** The path within the package of what was typed: from where the person is, from the package, or from starter/. */
function pathOf(typed: string, handedOut: HandedOut): string {
  const shown = displayPath(resolveTyped(typed));
  const candidates = [shown, typed.replaceAll("\\", "/"), `starter/${typed}`];
  return candidates.find((path) => handedOut.has(path)) ?? shown;
}

/** What was asked for. `--help` prints the help and ends the process. */
async function readArguments(
  argv: readonly string[],
): Promise<{ readonly lab: string; readonly all: boolean; readonly files: readonly string[] }> {
  const args = await yargs([...argv])
    .scriptName("npm run restore --")
    .usage(
      "$0 [<file>...] [--all]\n\n" +
        "Lists the given files that are not as they were handed out, or brings back those that are named.\n" +
        "Your own files are never touched; of them, only one that is missing comes back, as the stub.",
    )
    .options({
      lab: {
        type: "string",
        default: defaultLab,
        requiresArg: true,
        describe: "The assignment whose files are meant",
      },
      all: { type: "boolean", default: false, describe: "Bring back every given file" },
    })
    .epilogue("Exit codes: 0 done, 2 wrong usage.")
    .parserConfiguration({ "camel-case-expansion": false, "boolean-negation": false })
    .alias("help", "h")
    .version(false)
    .strictOptions()
    .wrap(100)
    .fail(refuseArguments)
    .parse();
  const files = args._.map(String);
  if (args.all && files.length > 0) throw new UsageError("name files, or say --all, and not both");
  return { lab: args.lab, all: args.all, files };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
