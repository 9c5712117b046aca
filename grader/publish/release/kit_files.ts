import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Files } from "./choose_files.js";

/** What lies in a checkout and is not of the kit: installed, generated, or a person's own. */
const PASSED_OVER = new Set([
  ".git",
  ".idea",
  ".vscode",
  ".DS_Store",
  ".nyc_output",
  "build",
  "coverage",
  "node_modules",
  "tests/mine",
]);

/** What commands of the kit leave where somebody runs them: reports, pictures, hand-ins and logs. */
const OUTPUT = /^(report[^/]*\.json|[^/]+\.(html|zip))$|\.log$/;

/**
 * Reads all files of the kit. Text gets the line ends that it has in the repository, whatever system it was checked out
 * on, so that one commit gives one package.
 */
export async function readKit(root: string): Promise<Files> {
  const files = new Map<string, Buffer>();
  await visit("");
  return files;

  async function visit(folder: string): Promise<void> {
    const entries = await readdir(join(root, folder), { withFileTypes: true });
    for (const entry of entries) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (PASSED_OVER.has(path) || OUTPUT.test(path)) continue;
      if (entry.isDirectory()) await visit(path);
      else files.set(path, unixLines(await readFile(join(root, path))));
    }
  }
}

function unixLines(content: Buffer): Buffer {
  if (content.includes(0) || !content.includes("\r\n")) return content;
  return Buffer.from(content.toString("utf8").replaceAll("\r\n", "\n"));
}
