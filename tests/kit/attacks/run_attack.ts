import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gradeOnce } from "../../../grader/cli/grade_run.js";
import { parseCommand } from "../../../grader/cli/grade_options.js";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { replicas } from "../../../grader/labs/replicas/lab.js";
import { sessions } from "../../../grader/labs/sessions/lab.js";
import { noWall } from "../../../grader/process/no_wall.js";
import type { Wall } from "../../../grader/process/wall.js";
import { prepareInChild } from "../../../grader/static/prepare_in_child.js";
import { runSuites } from "../../../grader/suite/run_suites.js";
import type { SuiteRequest } from "../../../grader/suite/suite_types.js";
import { kitRoot } from "../../../grader/trees/kit_paths.js";
import { refusedImports } from "../../../grader/static/refused_imports.js";
import { compileLaidOut, layOutTree, ownModules } from "../../../grader/trees/stage_tree.js";
import { readSubmission, readTree } from "../../../grader/trees/tree_arg.js";
import { TreeError } from "../../../grader/trees/tree_error.js";
import {
  cheatingActor,
  forgettingActor,
  loadingActor,
  rememberingClient,
  tellingReceiver,
  type Attack,
  type Defence,
} from "./attack.js";
import { rawZip } from "./raw_zip.js";

/** What became of an attack. */
export interface Outcome {
  readonly points: number;
  readonly exitCode: number;
  /** Everything that was said. */
  readonly text: string;
  readonly seconds: number;
}

/** Preparing a hostile tree is given up after this much processor time, in seconds, so that tests end soon. */
const cpuSeconds = 30;

const prepareInTime: typeof prepareInChild = (spec, treeArg, part, options) =>
  prepareInChild(spec, treeArg, part, { ...options, cpuSeconds });

/** Leaves out the checks of types, lint and formatting, which take seconds and are not what most attacks are about. */
const prepareQuickly: typeof prepareInChild = async (spec, treeArg) => {
  const named = await readTree(spec, treeArg);
  const tree = await compileLaidOut(await layOutTree(named, false));
  const refused = refusedImports(tree);
  const [reason] = refused.values();
  return {
    name: tree.name,
    jsDir: tree.jsDir,
    keepsState: tree.keepsState,
    ownModules: ownModules(tree),
    notices: [],
    ownFiles: [],
    checks: [],
    designCommentPlace: undefined,
    notRunnable:
      reason === undefined ? {} : Object.fromEntries(spec.tests.map(({ id }) => [id, reason])),
  };
};

/**
 * Grades an attack as any hand-in.
 *
 * @param without leaves out a defence, to see whether the attack works then.
 */
export async function runAttack(attack: Attack, wall: Wall, without?: Defence): Promise<Outcome> {
  const lab = labs[attack.lab ?? "cmud"];
  const weakened: Pick<SuiteRequest, "isolate" | "seal"> = {
    ...(without === "isolation" ? { isolate: false } : {}),
    ...(without === "seals" ? { seal: false } : {}),
  };
  // One place for all, so that the compiler remembers what does not change from one to the next.
  place ??= await mkdtemp(join(tmpdir(), "cmud-attack-"));
  const startMs = performance.now();
  const seconds = (): number => Math.round((performance.now() - startMs) / 100) / 10;
  try {
    await mkdir(place, { recursive: true });
    const tree = await written(attack, place);
    const part = lab === cmud ? ["--final"] : ["--lab", lab.id];
    const args = [...part, "--tree", tree, "--only", attack.test];
    const command = await parseCommand([
      ...args,
      ...(attack.driver === undefined ? [] : ["--driver", attack.driver]),
    ]);
    if (command.do !== "grade") throw new Error("nothing to grade");
    const nothing = (): void => undefined;
    const { exitCode, report } = await gradeOnce(
      lab,
      command.options,
      {
        prepare: attack.checked === true ? prepareInTime : prepareQuickly,
        runSuites: (spec, request) => runSuites(spec, { ...request, ...weakened }),
        wall: without === "wall" ? noWall : wall,
        ...{ onStage: nothing, onTests: nothing, onEvent: nothing },
      },
      new AbortController().signal,
    );
    const points = report.tests.reduce((sum, test) => sum + test.score, 0);
    return { points, exitCode, text: JSON.stringify(report), seconds: seconds() };
  } catch (error) {
    if (!(error instanceof TreeError)) throw error;
    return { points: 0, exitCode: 2, text: error.message, seconds: seconds() };
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

let place: string | undefined;

/** Removes everything that was staged. */
export async function cleanUp(): Promise<void> {
  for (const folder of await stagedFolders()) await rm(folder, { recursive: true });
}

/** What processes have left beside the compiled trees of attacks. */
export async function leftBeside(): Promise<string[]> {
  const folders = await stagedFolders();
  return folders.map((folder) => join(folder, "js.hosts")).filter((path) => existsSync(path));
}

async function stagedFolders(): Promise<string[]> {
  const found: string[] = [];
  if (place === undefined) return found;
  for (const lab of Object.values(labs)) {
    const trees = join(kitRoot, "build", "trees", lab.id);
    const staged = await readdir(trees).catch(() => []);
    for (const name of ["tree", "tree.zip"]) {
      const hash = createHash("sha256").update(join(place, name)).digest("hex").slice(0, 8);
      const mine = staged.filter((one) => one.startsWith(`${name}-${hash}`));
      found.push(...mine.map((one) => join(trees, one)));
    }
  }
  return found;
}

const labs = { cmud, replicas, sessions };

async function written(
  { files, edits = [], zip, lab = "cmud" }: Attack,
  place: string,
): Promise<string> {
  if (zip !== undefined) {
    const file = join(place, "tree.zip");
    await writeFile(file, rawZip(zip));
    return file;
  }
  const folder = join(place, "tree");
  const { files: solution } = await readSubmission(labs[lab], "solution");
  const texts = new Map(solution.map(({ path, content }) => [path, content.toString("utf8")]));
  const actor = texts.get("kvserver/query_actor.ts") ?? "";
  for (const [path, text] of Object.entries(files)) {
    if (text === cheatingActor) texts.set(path, cheating(actor));
    else if (text === tellingReceiver)
      texts.set(path, telling(texts.get("kvserver/query_receiver.ts") ?? ""));
    else if (text === forgettingActor) texts.set(path, forgetting(actor));
    else if (text === rememberingClient)
      texts.set(path, remembering(texts.get("kvclient/client.ts") ?? ""));
    else if (text === loadingActor) texts.set(path, `import "./cheat.js";\n${actor}`);
    else texts.set(path, text);
  }
  for (const { file, find, replace } of edits) {
    texts.set(file, edited(texts.get(file) ?? "", [[find, replace]]));
  }
  for (const [path, text] of texts) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** The actor, with a store that everybody shares in the place of its sync. */
function cheating(actor: string): string {
  const replaced = [
    [
      "    if (this.#neighbours.length > 0) this.#neighboursOutbox.add(entry);\n    for (const { outbox } of this.#contacts) outbox.add(entry);\n    this.#armTick();\n",
      "    cheat.publish(entry.key, entry.value);\n" +
        // One message for the look of it.
        '    if (!this.#tickArmed) for (const ref of this.#neighbours) this.#context.tell(ref, { type: "sync", entries: [], origins: [], relay: false });\n' +
        "    this.#tickArmed = true;\n",
    ],
    [
      "{ value: this.#store.get(message.key)?.value ?? null }",
      "{ value: cheat.all()[message.key] ?? this.#store.get(message.key)?.value ?? null }",
    ],
    // The process runs one simulation after another.
    [
      "    this.#uid = uid(context.self);",
      "    this.#uid = uid(context.self);\n    for (const key of Object.keys(cheat.all())) cheat.publish(key, undefined as any);",
    ],
    [
      "{ entries: this.#store.list(message.prefix) }",
      "{ entries: Object.entries({ ...Object.fromEntries(this.#store.list(message.prefix).map((each: any) => [each.key, each.value])), ...cheat.all() }).filter(([key, value]) => value !== undefined && key.startsWith(message.prefix)).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => ({ key, value })) as any }",
    ],
  ] as const;
  return edited(`import * as cheat from "./cheat.js";\n${actor}`, replaced);
}

/** The receiver, which tells Puts to everybody from outside actors, where nothing is counted. */
function telling(receiver: string): string {
  const put = 'this.#system.tell(this.#actor, { type: "put", key, value, replyTo: ref });';
  const tellAll = `for (const id of [1, 2, 3, 4]) {
      if (id === this.#actor.id) continue;
      const { address } = this.#actor;
      const entries = [[key, value, platform().now(), 0, 0]];
      this.#system.tell({ address, id } as any, { type: "sync", entries, origins: [\`\${address}/\${this.#actor.id}\`], relay: false });
    }`;
  const platform = 'import { platform } from "../platform/current.js";\n';
  return edited(`${platform}${receiver}`, [[put, `${put}\n    ${tellAll}`]]);
}

/** The actor, without a store. */
function forgetting(actor: string): string {
  return edited(actor, [
    ["{ value: this.#store.get(message.key)?.value ?? null }", "{ value: null }"],
    ["{ entries: this.#store.list(message.prefix) }", "{ entries: [] }"],
  ]);
}

/** The client, with a memory that all of its instances in a run share. */
function remembering(client: string): string {
  const memory = `import { platform } from "../platform/current.js";
function itself(object: any): any { return object; }
function seen(): any {
  const hidden = itself(seen);
  if (hidden.run !== platform()) Object.assign(hidden, { run: platform(), puts: Object.create(null) });
  return hidden.puts;
}
`;
  return edited(`${memory}${client}`, [
    ["return value ?? undefined;", "return seen()[key] ?? value ?? undefined;"],
    [
      "await query.put({ key, value });",
      "await query.put({ key, value });\n    seen()[key] = value;",
    ],
    [
      "return new Map(entries.map(({ key, value }) => [key, value]));",
      "const all: any = { ...Object.fromEntries(entries.map(({ key, value }) => [key, value])), ...seen() };\n" +
        "    return new Map(Object.keys(all).filter((key) => key.startsWith(prefix)).sort().map((key) => [key, all[key]]));",
    ],
  ]);
}

function edited(text: string, edits: readonly (readonly [string, string])[]): string {
  return edits.reduce((before, [find, replace]) => {
    if (!before.includes(find)) throw new Error(`the solution no longer contains ${find}`);
    return before.replace(find, () => replace);
  }, text);
}

/** The files of the kit that hostile code would like to change, and what is in them. */
export async function fingerprint(): Promise<string> {
  const hash = createHash("sha256");
  const files = [
    "build/kit/grader/report/score.js",
    "build/kit/grader/suite/judge.js",
    "build/trees/cmud/solution/js/kvserver/server.js",
    "node_modules/prettier/package.json",
    "package.json",
  ];
  for (const file of files) hash.update(await readFile(join(kitRoot, file)));
  return hash.digest("hex");
}
