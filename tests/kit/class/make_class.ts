import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { readSubmission } from "../../../grader/trees/tree_arg.js";
import type { Edit } from "../../../grader/trees/stage_edits.js";
import { zipBytes, type ZipMember } from "../../../grader/trees/zip.js";
import { mutants } from "../mutants/catalogue.js";
import { edit } from "../mutants/mutant.js";

/** Hand-ins of all kinds that a class has, by their names. */
export interface ClassPlan {
  /** The reference solution, as a zip and as a folder. */
  readonly right: number;
  readonly starter: number;
  /** The solution without some of its files. */
  readonly half: number;
  /** Wrong solutions of the corpus. */
  readonly wrong: number;
  /** Zips that are no zips, only the beginning of one, empty, without student files, or hostile. */
  readonly broken: number;
  /** Solutions that never return. */
  readonly hanging: number;
}

/** A class of 60. */
export const sixty: ClassPlan = { right: 6, starter: 4, half: 6, wrong: 36, broken: 5, hanging: 3 };

const loops: readonly Edit[] = [
  edit("mailbox", "push(value: T): void {", "push(value: T): void {\n    for (;;);"),
  edit(
    "actor",
    "  onMessage(message: QueryMessage): void {",
    "  onMessage(message: QueryMessage): void {\n    for (;;);",
  ),
  edit("client", "export class Client", "for (;;);\nexport class Client"),
];

/** Writes a class into a folder; the same plan gives the same files. */
export async function makeClass(folder: string, plan: ClassPlan): Promise<void> {
  const solution = await filesOf("solution");
  const starter = await filesOf("starter");
  let number = 0;
  const name = (kind: string): string => `s${String(++number).padStart(2, "0")}_${kind}`;
  const zip = async (kind: string, files: ReadonlyMap<string, string>): Promise<void> => {
    await write(join(folder, `${name(kind)}.zip`), await zipBytes(members(files)));
  };
  for (let i = 0; i < plan.right; i++) {
    if (i % 2 === 0) await zip("right", solution);
    else await writeTree(join(folder, name("right"), "handin"), solution);
  }
  for (let i = 0; i < plan.starter; i++) await zip("starter", starter);
  for (let i = 0; i < plan.half; i++) await zip("half", halfOf(solution, starter, i));
  for (const mutant of mutants.slice(0, plan.wrong)) {
    await zip(mutant.name, applied(solution, mutant.edits));
  }
  const whole = await zipBytes(members(solution));
  const broken: readonly (readonly [kind: string, content: Buffer])[] = [
    ["no_zip", Buffer.from("this is no zip")],
    ["cut_zip", whole.subarray(0, whole.length / 2)],
    ["empty_zip", Buffer.alloc(0)],
    ["other_zip", await zipBytes([{ path: "essay.txt", content: Buffer.from("an essay") }])],
    [
      "given_zip",
      await zipBytes([
        ...members(solution),
        { path: "rpc/rpc_client.ts", content: Buffer.from("export {};") },
      ]),
    ],
  ];
  for (const [kind, content] of broken.slice(0, plan.broken)) {
    await write(join(folder, `${name(kind)}.zip`), content);
  }
  for (const one of loops.slice(0, plan.hanging)) await zip("hanging", applied(solution, [one]));
}

async function filesOf(tree: "solution" | "starter"): Promise<ReadonlyMap<string, string>> {
  const { files } = await readSubmission(cmud, tree);
  return new Map(files.map(({ path, content }) => [path, content.toString("utf8")]));
}

/** The solution with some of its student files as they were in the starter. */
function halfOf(
  solution: ReadonlyMap<string, string>,
  starter: ReadonlyMap<string, string>,
  variant: number,
): ReadonlyMap<string, string> {
  const paths = [...starter.keys()].sort();
  const undone = paths.slice(variant % paths.length).slice(0, 2);
  return new Map([...solution, ...undone.map((path) => [path, starter.get(path) ?? ""] as const)]);
}

function applied(
  files: ReadonlyMap<string, string>,
  edits: readonly Edit[],
): ReadonlyMap<string, string> {
  const changed = new Map(files);
  for (const { file, find, replace } of edits) {
    const before = changed.get(file) ?? "";
    const after = before.replace(find, () => replace);
    if (after === before) throw new Error(`${file} does not contain ${find}`);
    changed.set(file, after);
  }
  return changed;
}

function members(files: ReadonlyMap<string, string>): ZipMember[] {
  return [...files].map(([path, text]) => ({ path, content: Buffer.from(text) }));
}

async function writeTree(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of files) await write(join(folder, path), Buffer.from(text));
}

async function write(file: string, content: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const known = await readFile(file).catch(() => undefined);
  if (known?.equals(content) !== true) await writeFile(file, content);
}
