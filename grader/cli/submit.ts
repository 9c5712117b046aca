import { exitCodes, UsageError } from "../base/exit_codes.js";
import { defaultLab, labNamed } from "../labs/index.js";
import { givenNotices } from "../trees/given_files.js";
import type { Lab } from "../labs/lab.js";
import { packSubmission, type Packed } from "../trees/hand_in.js";
import { readToolOptions } from "./tool_options.js";
import { displayPath, resolveTyped, starterDir } from "../trees/kit_paths.js";
import { TreeError } from "../trees/tree_error.js";

const HELP = `sh make_submit.sh [--lab <assignment>] [--tree <folder>] [--out <file>]
npm run submit -- [--lab <assignment>] [--tree <folder>] [--out <file>]

Packs your files from starter/ (or --tree) into handin.zip (or --out) in the current folder.
Exit codes: 0 written, 1 not written because a file is missing, 2 wrong usage.
`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  try {
    const { lab = defaultLab, tree = "starter", out = "handin.zip", help } = readToolOptions(args);
    if (help === true) {
      process.stdout.write(HELP);
      return 0;
    }
    const spec = await labNamed(lab);
    const isStarter = tree === "starter" || resolveTyped(tree) === starterDir;
    const notices = await givenNotices(spec, isStarter ? "starter" : "hand-in");
    for (const notice of notices) process.stderr.write(`note: ${notice}\n`);
    const packed = await packSubmission(spec, tree, resolveTyped(out));
    return report(packed, spec, tree, out);
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof TreeError)) throw error;
    process.stderr.write(`submit: ${error.message}\n`);
    return exitCodes.usage;
  }
}

function report(packed: Packed, lab: Lab, tree: string, out: string): number {
  for (const notice of packed.notices) process.stderr.write(`note: ${notice}\n`);
  if (packed.missing.length > 0) {
    const names = packed.missing.join(", ");
    process.stderr.write(
      `submit: nothing was written: ${tree} lacks ${names}; take the stubs out of the handed-out starter again\n`,
    );
    return 1;
  }
  const width = Math.max(...packed.files.map((file) => file.path.length));
  process.stdout.write(`wrote ${displayPath(resolveTyped(out))} (${sizeText(packed.zipBytes)}):\n`);
  for (const { path, content, isNew } of packed.files) {
    const size = sizeText(content.length).padStart(9);
    process.stdout.write(`  ${path.padEnd(width)}  ${size}${isNew ? "  (new file)" : ""}\n`);
  }
  for (const warning of packed.warnings) process.stderr.write(`warning: ${warning}\n`);
  const [first, ...others] = lab.parts.map(({ name }) => `--${name}`);
  const or = others.length === 0 ? "" : `   (or ${others.join(", ")})`;
  process.stdout.write(
    `check it with: npm run grade -- ${first ?? ""} --tree ${out}${or}\n` +
      `${lab.submissionsPerDeadline} submissions count for each deadline\n`,
  );
  return 0;
}

function sizeText(bytes: number): string {
  return bytes < 10_240 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KiB`;
}
