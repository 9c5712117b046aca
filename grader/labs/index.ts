import { readdirSync, existsSync } from "node:fs";
import { UsageError } from "../base/exit_codes.js";
import { didYouMean } from "../base/suggest.js";
import type { Lab } from "./lab.js";

const here = new URL("./", import.meta.url);

/** The names of the assignments: the folders next to this file that contain a `lab.ts`. */
export const labNames: readonly string[] = readdirSync(here)
  .filter((name) => existsSync(new URL(`${name}/lab.js`, here)))
  .sort();

/** The name of the default assignment. */
export const defaultLab: string = labNames.includes("cmud") ? "cmud" : (labNames[0] ?? "cmud");

/**
 * Loads an assignment by its name.
 *
 * @throws {@link UsageError} if there is none.
 */
export async function labNamed(name: string): Promise<Lab> {
  if (!labNames.includes(name)) {
    const hint = didYouMean(name, labNames) || `; there are ${labNames.join(", ")}`;
    throw new UsageError(`there is no assignment ${name}${hint}`);
  }
  const module = (await import(new URL(`${name}/lab.js`, here).href)) as Record<string, Lab>;
  const lab = module[name];
  if (lab === undefined) throw new Error(`grader/labs/${name}/lab.ts does not export ${name}`);
  return lab;
}
