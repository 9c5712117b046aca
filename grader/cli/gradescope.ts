/** Writes the autograder.zip of a part for Gradescope. */
import { exitCodes, UsageError } from "../base/exit_codes.js";
import { writeWhole } from "../base/write_whole.js";
import { autograderZip } from "../class/gradescope/build.js";
import { labNamed } from "../labs/index.js";
import { readKit } from "../publish/release/kit_files.js";
import { displayPath, kitRoot, resolveTyped } from "../trees/kit_paths.js";
import { labOption, readCommandLine, text } from "./command_line.js";
import { partNamed, visibilityOf } from "./gradescope_options.js";
import { print, runProgram } from "./program.js";

await runProgram("gradescope", async (args) => {
  const argv = await readCommandLine(args, {
    script: "npm run gradescope --",
    usage: "$0 --part PART [--out FILE]\n\nWrites autograder.zip, to be uploaded to Gradescope.",
    options: {
      part: text("part", "Which part to grade"),
      out: { ...text("out", "Where the zip goes"), default: "autograder.zip" },
      visibility: {
        ...text(
          "visibility",
          "When students see results: visible, hidden, after_due_date, after_published",
        ),
        default: "visible",
      },
      ...labOption,
    },
    meant: (word) => `--part ${word}`,
  });
  const lab = await labNamed(argv.lab);
  const part = partNamed(lab, argv.part);
  const visibility = visibilityOf(argv.visibility);
  const file = resolveTyped(argv.out);
  if (!file.endsWith(".zip")) throw new UsageError("--out takes the name of a zip");
  const zip = await autograderZip(lab, part.name, visibility, await readKit(kitRoot));
  await writeWhole(file, zip);
  print(
    `wrote ${displayPath(file)} (${(zip.length / 2 ** 20).toFixed(1)} MiB) for ${lab.title}, ${part.name}`,
  );
  print(
    "On Gradescope: Configure Autograder, upload it, base image Ubuntu 22.04; 0.5 CPU and 768 MB are enough, and with 1 CPU students wait half as long.",
  );
  return exitCodes.fullPoints;
});
