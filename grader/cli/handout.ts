/** Builds the handout: the students' site, the instructors' site, and the assignment as a PDF. */
import { join } from "node:path";
import { exitCodes } from "../base/exit_codes.js";
import { buildHandout } from "../publish/handout/build.js";
import { HandoutError } from "../publish/handout/handout_error.js";
import { findChromium } from "../publish/handout/print_pdf.js";
import { displayPath, kitRoot, resolveTyped } from "../trees/kit_paths.js";
import { labOption, readCommandLine, text } from "./command_line.js";
import { print, runProgram } from "./program.js";

await runProgram(
  "handout",
  async (args, status) => {
    const argv = await readCommandLine(args, {
      script: "npm run handout --",
      usage:
        "$0 [--out <folder>] [--no-pdf]\n\n" +
        "Builds the handout from handout/, the course's manifest and the doc comments of the starter: a site for\n" +
        "students, one for instructors, and the assignment as cmud.pdf. No network is needed to build or to read it.",
      options: {
        out: {
          ...text("out", "Where student/, instructor/ and cmud.pdf go"),
          defaultDescription: "build/handout",
        },
        "no-pdf": { type: "boolean", default: false, describe: "Leave the PDF out" },
        ...labOption,
      },
      epilogue:
        "Chromium prints the PDF: the one that CHROMIUM names, or the first one on the path.\n" +
        "Exit codes: 0 written, 1 the handout has faults (nothing is written), 2 wrong usage.",
      meant: (word) => `--out ${word}`,
    });
    const startMs = performance.now();
    const chromium = argv["no-pdf"] ? undefined : findChromium();
    const written = await buildHandout({
      outDir: argv.out === undefined ? join(kitRoot, "build", "handout") : resolveTyped(argv.out),
      chromium,
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
        "no PDF: there is no Chromium here to print it; install one, or name it in CHROMIUM, or use --no-pdf",
      );
    }
    print(`Took ${((performance.now() - startMs) / 1_000).toFixed(1)} s.`);
    return exitCodes.fullPoints;
  },
  [HandoutError],
);
