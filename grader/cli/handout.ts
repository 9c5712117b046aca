/** Builds the handout: the students' site, the instructors' site, and the assignment as a PDF. */
import { join } from "node:path";
import yargs from "yargs";
import { exitCodes, refuseArguments, UsageError } from "../base/exit_codes.js";
import { StatusLine } from "../report/status_line.js";
import { displayPath, kitRoot, resolveTyped } from "../trees/kit_paths.js";
import { buildHandout, type Written } from "../publish/handout/build.js";
import { HandoutError } from "../publish/handout/handout_error.js";
import { findChromium } from "../publish/handout/print_pdf.js";

const status = new StatusLine(process.stderr);
const onStep = (step: string): void => {
  status.show(step);
};

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  try {
    const args = await readArguments(argv);
    const startMs = performance.now();
    const chromium = args.pdf ? findChromium() : undefined;
    const written = await buildHandout({ outDir: args.outDir, chromium, onStep });
    status.clear();
    for (const each of written) print(lineOf(each));
    if (args.pdf && chromium === undefined) {
      print(
        "no PDF: there is no Chromium here to print it; install one, or name it in CHROMIUM, or use --no-pdf",
      );
    }
    print(`Took ${((performance.now() - startMs) / 1_000).toFixed(1)} s.`);
    return 0;
  } catch (error) {
    status.clear();
    if (error instanceof UsageError) return fail(error.message, exitCodes.usage);
    if (error instanceof HandoutError) return fail(error.message, 1);
    throw error;
  }
}

/** What was asked for. `--help` prints the help and ends the process. */
async function readArguments(argv: readonly string[]): Promise<{ outDir: string; pdf: boolean }> {
  const args = await yargs([...argv])
    .scriptName("npm run handout --")
    .usage(
      "$0 [--out <folder>] [--no-pdf]\n\n" +
        "Builds the handout from handout/, the course's manifest and the doc comments of the starter: a site for\n" +
        "students, one for instructors, and the assignment as cmud.pdf. No network is needed to build or to read it.",
    )
    .options({
      out: {
        type: "string",
        requiresArg: true,
        defaultDescription: "build/handout",
        describe: "Where student/, instructor/ and cmud.pdf go",
      },
      "no-pdf": { type: "boolean", default: false, describe: "Leave the PDF out" },
    })
    .epilogue(
      "Chromium prints the PDF: the one that CHROMIUM names, or the first one on the path.\n" +
        "Exit codes: 0 written, 1 the handout has faults (nothing is written), 2 wrong usage.",
    )
    .parserConfiguration({ "camel-case-expansion": false, "boolean-negation": false })
    .alias("help", "h")
    .version(false)
    .strict()
    .wrap(110)
    .fail(refuseArguments)
    .parse();
  const outDir =
    args.out === undefined ? join(kitRoot, "build", "handout") : resolveTyped(args.out);
  return { outDir, pdf: !args["no-pdf"] };
}

function lineOf({ path, files, bytes }: Written): string {
  const size = `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
  return `wrote ${displayPath(path)} (${files === 1 ? size : `${files} files, ${size}`})`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fail(message: string, code: number): number {
  process.stderr.write(`handout: ${message}\n`);
  return code;
}
