import { readdir } from "node:fs/promises";
import { join } from "node:path";
import Mocha from "mocha";
import type { Definition } from "./definition.js";

/** The tests that a folder of suites defines, and what was wrong with loading it. */
export interface LoadedFolder {
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly problems: readonly string[];
}

interface LoadedFile {
  readonly definitions: readonly Definition[];
  readonly problem: string | undefined;
}

/** A module is evaluated once per process, so what it defined then is kept for later runs. */
const loadedFiles = new Map<string, LoadedFile>();

let recording: Definition[] | undefined;

/** Takes a test that is being defined. Returns false when nobody loads suites here, as under plain mocha. */
export function recordDefinition(definition: Definition): boolean {
  recording?.push(definition);
  return recording !== undefined;
}

/** Loads the compiled suites of a folder, one file after the other. Never rejects. */
export async function loadFolder(folder: string): Promise<LoadedFolder> {
  const definitions = new Map<string, Definition>();
  const problems: string[] = [];
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((file) => file.endsWith(".test.js")).sort()) {
    const path = join(folder, name);
    const file = loadedFiles.get(path) ?? (await loadFile(path));
    loadedFiles.set(path, file);
    if (file.problem !== undefined) problems.push(file.problem);
    for (const definition of file.definitions) {
      if (definitions.has(definition.id))
        problems.push(`${name}: ${definition.id} is defined twice`);
      definitions.set(definition.id, definition);
    }
  }
  return { definitions, problems };
}

async function loadFile(path: string): Promise<LoadedFile> {
  recording = [];
  const definitions = recording;
  // It gives the file `describe` and the rest, and tells whether the file used them in ways that do not count here.
  const mocha = new Mocha({ ui: "bdd" });
  mocha.addFile(path);
  try {
    await mocha.loadFilesAsync();
    const own = mocha.suite.total();
    const problem = own > 0 ? `${path}: ${own} tests are not defined with scenarioTest` : undefined;
    return { definitions, problem };
  } catch (error) {
    const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { definitions, problem: `${path}: the suite does not load: ${details}` };
  } finally {
    recording = undefined;
  }
}
