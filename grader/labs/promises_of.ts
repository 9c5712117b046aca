import { existsSync } from "node:fs";
import type { PromiseTable } from "../publish/promises/promise_table.js";

/**
 * The table of promises of an assignment, which its folder may have in `promises.ts`; students do not get it.
 * Undefined if there is none.
 */
export async function promisesOf(name: string): Promise<PromiseTable | undefined> {
  const url = new URL(`${name}/promises.js`, import.meta.url);
  if (!existsSync(url)) return undefined;
  const { promises } = (await import(url.href)) as { readonly promises: PromiseTable };
  return promises;
}
