/** Builds the handout: the students' site, the instructors' site, and the assignment as a PDF. */
import { exitCodes } from "../base/exit_codes.js";
import { buildHandout } from "../publish/handout/build.js";
import { findChromium } from "../publish/handout/print_pdf.js";
import { labNamed } from "../labs/index.js";
import { promisesOf } from "../labs/promises_of.js";
import { PublishError } from "../publish/publish_error.js";
import { displayPath, resolveTyped } from "../trees/kit_paths.js";
import { labOption, readCommandLine, text } from "./command_line.js";
import { print, runProgram } from "./program.js";

await runProgram(
  "handout",
  async (args, status) => {
    const argv = await readCommandLine(args, {
      script: "npm run handout --",
      usage:
        "$0 [--out <folder>] [--no-pdf]\n\n" +
        "Builds the handout from its pages, the assignment's numbers and the doc comments of the starter: a site\n" +
        "for students, one for instructors, and the assignment as a PDF. Neither building nor reading it needs a network.",
      options: {
        out: {
          ...text("out", "Where student/, instructor/ and the PDF go"),
          defaultDescription: "build/handout",
        },
        "no-pdf": { type: "boolean", default: false, describe: "Leave the PDF out" },
        ...labOption,
      },
      epilogue:
        "Chromium prints the PDF: the one named by CHROMIUM, or the first one in the PATH.\n" +
        "Exit codes: 0 written, 1 the handout has errors (nothing is written), 2 wrong usage.",
      meant: (word) => `--out ${word}`,
    });
    const startMs = performance.now();
    const chromium = argv["no-pdf"] ? undefined : findChromium();
    const written = await buildHandout(await labNamed(argv.lab), {
      outDir: argv.out === undefined ? undefined : resolveTyped(argv.out),
      chromium,
      promises: await promisesOf(argv.lab),
      onStep: (step) => {
        status.show(step);
      },
    });
    status.clear();
    for (const { path, files, bytes } of written) {
      const size = `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
      print(`wrote ${displayPath(path)} (${files === 1 ? size : `${files} files, ${size}`})`);
    }
    if (!argv["no-pdf"] && chromium === undefined) {
      print(
        "no PDF: found no Chromium to print it; install one, name it in CHROMIUM, or use --no-pdf",
      );
    }
    print(`Took ${((performance.now() - startMs) / 1_000).toFixed(1)} s.`);
    return exitCodes.fullPoints;
  },
  [PublishError],
);
