import { join } from "node:path";
import { garbageOptions } from "../process/garbage_options.js";
import { ReportingProcess } from "../process/reporting_process.js";
import type { Reach, Wall } from "../process/wall.js";
import { givenNotices } from "../trees/given_files.js";
import { kitRoot } from "../trees/kit_paths.js";
import { moduleFiles } from "../trees/module_files.js";
import { layOutTree, withTreeLock, type LaidOutTree } from "../trees/stage_tree.js";
import { readTree } from "../trees/tree_arg.js";
import { TreeError } from "../trees/tree_error.js";
import type { PreparedTree, PrepareSpec } from "./prepare.js";
import type { PrepareReport, PrepareRequest } from "./prepare_main.js";

/** Options of {@link prepareInChild}. */
export interface PrepareOptions {
  /** Called with the name of each stage when it begins. */
  readonly onStage: (stage: string) => void;
  readonly signal: AbortSignal;
  /** What the process runs behind; default: nothing, and no limits of the system. */
  readonly wall?: Wall | undefined;
  /** The processor time that preparing may take, in seconds; default: 120. Finished trees need less than ten. */
  readonly cpuSeconds?: number;
}

/** How much longer preparing may take than the processor time that it may use. For when nobody measures that. */
const patience = 2.5;

/** The files of the kit, beside its modules, that preparing reads. */
const settings = ["package.json", "package-lock.json", "tsconfig.base.json", ".prettierrc.json"];

/** The folders that it reads, or by which it knows the kit. */
const folders = ["node_modules", "starter"];

/**
 * Stages a tree and checks it, in a process of its own: so that its memory is free again when the tests run, and so that
 * a tree cannot hold up the grader.
 *
 * @param treeArg a value of `--tree`.
 * @throws {@link TreeError} if there is no such tree, or it cannot be used, or checked within the limits; the signal's
 *   reason if it is aborted. Any other error means that the grader failed.
 */
export async function prepareInChild(
  spec: PrepareSpec,
  treeArg: string,
  part: string,
  options: PrepareOptions,
): Promise<PreparedTree> {
  options.signal.throwIfAborted();
  options.onStage("stage");
  const named = await orUnusable(readTree(spec, treeArg));
  const notices = await givenNotices(spec, named.name === "starter" ? "starter" : "hand-in");
  return await withTreeLock(named, async () => {
    const tree = await orUnusable(layOutTree(named, true));
    return await prepareThere({ spec: plainSpec(spec), tree, part, notices }, options);
  });
}

/** What the file system refuses is the fault of the names that a tree has: too long ones, for example. */
async function orUnusable<T>(staging: Promise<T>): Promise<T> {
  try {
    return await staging;
  } catch (error) {
    const { code, path = "" } = error as NodeJS.ErrnoException;
    if (code === undefined || !/^E(NAMETOOLONG|NOTDIR|ISDIR|EXIST|INVAL|LOOP|ACCES)$/.test(code))
      throw error;
    throw new TreeError("unusable", `this tree cannot be unpacked: ${code} at ${path.slice(-80)}`);
  }
}

async function prepareThere(
  request: PrepareRequest,
  { onStage, signal, wall, cpuSeconds = 120 }: PrepareOptions,
): Promise<PreparedTree> {
  const module = new URL("./prepare_main.js", import.meta.url);
  const memoryMiB = Math.min(1_536, Math.round((process.availableMemory() / 2 ** 20) * 0.9));
  let stage = "compiling";
  let child: ReportingProcess<PrepareRequest, PrepareReport> | undefined;
  let tooLate: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      const failed = (why: string): void => {
        const message = `this tree cannot be checked: ${stage} it ${why}`;
        reject(new TreeError("unusable", message));
      };
      const limits = `needs more than ${cpuSeconds} s of processor time or ${memoryMiB} MiB of memory`;
      child = new ReportingProcess({
        module,
        name: "the process that prepares the tree",
        nodeOptions: garbageOptions(memoryMiB),
        behind: wall && {
          wall,
          reach: reachOf(request.tree, module, { memoryMiB: memoryMiB + 512, cpuSeconds }),
        },
        onReport: (report) => {
          if (report.type === "stage") onStage((stage = report.stage));
          else if (report.type === "done") resolve(report.tree);
          else failed(`fails: ${report.message.split("\n", 1)[0] ?? ""}`);
        },
        onFailure: ({ reason }) => {
          failed(
            /SIGKILL|SIGABRT/.test(reason) ? limits : `fails: ${reason} ${child?.output ?? ""}`,
          );
        },
      });
      tooLate = setTimeout(
        () => {
          failed(limits);
        },
        cpuSeconds * patience * 1_000,
      );
      signal.addEventListener("abort", () => {
        reject(signal.reason as Error);
      });
      child.send(request);
    });
  } finally {
    clearTimeout(tooLate);
    await child?.end();
  }
}

function reachOf(tree: LaidOutTree, module: URL, limits: Reach["limits"]): Reach {
  return {
    kit: kitRoot,
    read: [
      ...moduleFiles([module.href]),
      ...[...settings, ...folders].map((name) => join(kitRoot, name)),
    ],
    tree: tree.folder,
    writesTree: true,
    limits,
  };
}

/** The part of an assignment that preparing needs, which can be sent to another process. */
function plainSpec(spec: PrepareSpec): PrepareSpec {
  const { id, layers, solution, studentFiles, openFolders, submissionsPerDeadline } = spec;
  const { parts, designComment, sections, outsideActors } = spec;
  const tests = spec.tests.map(({ id, parts, entries }) => ({ id, parts, entries }));
  return {
    ...{ id, layers, solution, studentFiles, openFolders, submissionsPerDeadline },
    ...{ parts, designComment, sections, outsideActors, tests },
  };
}
