import { join } from "node:path";
import type { Finding } from "../history/finding.js";
import { resolveTyped, displayPath, typedTree } from "../trees/kit_paths.js";
import type { ExploreCase } from "../explore/explore_spec.js";
import { jobOf, type CaseResult, type CaseRunner } from "../explore/case_runner.js";
import { writePicture } from "../picture/picture.js";
import { exploreCommand, type ExploreOptions } from "./explore_options.js";
import { print } from "./program.js";
import { writeKeptTest } from "./write_test.js";

/** A failure that the explorer has found. */
export interface Found {
  /** As it was found, and after shrinking. */
  readonly failing: CaseResult;
  readonly smallest: CaseResult;
  /** The number of cases until it was found, and of runs to shrink it. */
  readonly searched: number;
  readonly shrunkIn: number;
  readonly runner: CaseRunner;
}

function byHand({ lab: { workload } }: ExploreOptions, explored: ExploreCase): readonly string[] {
  const lines = workload.byHand?.(explored) ?? [];
  return lines.length === 0 ? [] : ["By hand:", ...lines, ""];
}

/** Prints what was found, keeps it as a test, and draws it if requested. */
export async function reportFound(options: ExploreOptions, found: Found): Promise<void> {
  const { lab } = options;
  const { workload } = lab;
  const { failing, smallest, searched, shrunkIn, runner } = found;
  const { explored } = smallest;
  // Repeat the run with the text of every message, which explains more.
  const detailed = await runner.run(explored, true);
  const wrongs = detailed.wrongs.map(({ message }) => message);
  const again = exploreCommand(options, failing.explored.seed);
  const lines = [
    `Case ${searched} goes wrong: ${failing.wrongs[0]?.kind ?? "unknown"} (seed ${failing.explored.seed}).`,
    `Shrunk in ${shrunkIn} runs, from ${workload.sizeOf(failing.explored)} to ${workload.sizeOf(explored)}:`,
    "",
    ...workload
      .storyOf(explored)
      .map((line, index) => `  ${String(index + 1).padStart(2)}. ${line}`),
    "",
    `  with ${workload.circumstancesOf(explored)}`,
    "",
    "What is wrong:",
    ...wrongs.slice(0, 4).map((message) => `  - ${message.replaceAll("\n", "\n    ")}`),
    ...(wrongs.length > 4 ? [`  and ${wrongs.length - 4} more`] : []),
    "",
    ...byHand(options, explored),
    ...(options.exhaustive ? [] : [`Find it again:  ${again}`]),
  ];
  const name = `${smallest.wrongs[0]?.kind ?? "wrong"}_${failing.explored.seed}.test.mjs`;
  const keptPath = join(resolveTyped(options.keep), name);
  await writeKeptTest(lab, keptPath, explored, wrongs);
  const tree = options.tree === "starter" ? "" : `CMUD_TREE=${typedTree(options.tree)} `;
  lines.push(`Keep it:        ${tree}npx mocha ${displayPath(keptPath)}`);
  if (options.report !== undefined) {
    const path = resolveTyped(options.report);
    const picture = {
      title: `explored, seed ${explored.seed}`,
      tree: options.tree,
      message: wrongs.join("\n"),
      replay: again,
      history: detailed.history,
      findings: detailed.wrongs.filter((wrong): wrong is Finding => "evidence" in wrong),
      snapshots: await runner.probe({ ...jobOf(lab, explored, true), probed: true }),
    };
    await writePicture(path, [picture], lab);
    lines.push(`See it:         ${displayPath(path)}`);
  } else {
    lines.push("See it:         run the first command with --report found.html");
  }
  print(lines.join("\n"));
}
