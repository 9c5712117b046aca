import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";

/** What the tests of a group load first, relative to the tree; the rest load the whole store. */
const ENTRIES: Readonly<Record<string, readonly string[]>> = {
  Client: ["kvclient/client"],
  Mailbox: ["actor/mailbox"],
  RemoteTell: ["actor/actor_system", "actor/remote_tell"],
};
const WHOLE_STORE = [
  "kvserver/server",
  "kvserver/query_actor",
  "kvserver/query_receiver",
  "kvclient/client",
];

/**
 * Says why a group of tests cannot run: something that it loads is broken so badly that it cannot be loaded.
 *
 * @param jsDir the compiled tree.
 * @param broken messages about broken files, by their path in the tree.
 * @returns the message about the first broken file that the group loads; undefined when it can run.
 */
export function whyNotRunnable(
  group: string,
  jsDir: string,
  broken: ReadonlyMap<string, string>,
): string | undefined {
  if (broken.size === 0) return undefined;
  const loaded = new Set<string>();
  const visit = (module: string): void => {
    if (loaded.has(module)) return;
    loaded.add(module);
    const file = join(jsDir, `${module}.js`);
    if (!existsSync(file)) return;
    const { importedFiles } = ts.preProcessFile(readFileSync(file, "utf8"));
    for (const { fileName } of importedFiles) {
      if (fileName.startsWith("."))
        visit(posix.join(posix.dirname(module), fileName).replace(/\.js$/, ""));
    }
  };
  for (const entry of ENTRIES[group] ?? WHOLE_STORE) visit(entry);
  for (const [path, message] of broken) {
    if (loaded.has(path.replace(/\.ts$/, "")))
      return `not run, because ${path} cannot be loaded: ${message}`;
  }
  return undefined;
}
