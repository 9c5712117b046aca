/** Makes what students get: a folder and a zip. */
import { join } from "node:path";
import { exitCodes } from "../base/exit_codes.js";
import { labNamed } from "../labs/index.js";
import { PublishError } from "../publish/publish_error.js";
import { buildRelease, type Release } from "../publish/release/build.js";
import { displayPath, kitRoot, resolveTyped } from "../trees/kit_paths.js";
import { labOption, readCommandLine, text } from "./command_line.js";
import { print, runProgram } from "./program.js";

await runProgram(
  "release",
  async (args, status) => {
    const argv = await readCommandLine(args, {
      script: "npm run release --",
      usage:
        "$0 [--out <folder>] [--no-handout]\n\n" +
        "Makes the package that students get, as a folder and as a zip: the starter, the tests, the\n" +
        "grader and the handout. It contains nothing of the solution, of the kit's own tests, or for instructors.",
      options: {
        out: {
          ...text("out", "Where the folder and the zip go"),
          defaultDescription: "build/release",
        },
        "no-handout": { type: "boolean", default: false, describe: "Omit the handout" },
        ...labOption,
      },
      epilogue:
        "The handout is taken from build/handout, and built there if it is missing or outdated.\n" +
        "Exit codes: 0 written, 1 the package would be wrong (nothing is written), 2 wrong usage.",
      meant: (word) => `--out ${word}`,
    });
    const startMs = performance.now();
    const release = await buildRelease(await labNamed(argv.lab), {
      outDir: argv.out === undefined ? join(kitRoot, "build", "release") : resolveTyped(argv.out),
      handout: !argv["no-handout"],
      onStep: (step) => {
        status.show(step);
      },
    });
    status.clear();
    report(release);
    print(`Took ${((performance.now() - startMs) / 1_000).toFixed(1)} s.`);
    return exitCodes.fullPoints;
  },
  [PublishError],
);

function report({ folder, zip, zipBytes, files, handout, hasPdf }: Release): void {
  const sizes = new Map<string, { count: number; bytes: number }>();
  for (const [path, content] of files) {
    const top = path.includes("/") ? `${path.slice(0, path.indexOf("/"))}/` : "at its top";
    const { count, bytes } = sizes.get(top) ?? { count: 0, bytes: 0 };
    sizes.set(top, { count: count + 1, bytes: bytes + content.length });
  }
  const all = [...sizes.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  print(`wrote ${displayPath(folder)}/ (${files.size} files, ${sizeText(all)}):`);
  for (const [name, { count, bytes }] of [...sizes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    print(
      `  ${name.padEnd(10)} ${String(count).padStart(5)} files  ${sizeText(bytes).padStart(9)}`,
    );
  }
  print(`wrote ${displayPath(zip)} (${sizeText(zipBytes)})`);
  if (handout === "left out")
    print("It does not contain the handout, as requested; hand it out separately.");
  else {
    print(
      `The handout in it was ${handout === "built" ? "just built" : "built before, from the same sources"}${hasPdf ? "" : ", without a PDF, because there was no Chromium"}.`,
    );
  }
}

function sizeText(bytes: number): string {
  const kib = bytes / 1_024;
  return kib < 1_000 ? `${kib.toFixed(1)} KiB` : `${(kib / 1_024).toFixed(1)} MiB`;
}
