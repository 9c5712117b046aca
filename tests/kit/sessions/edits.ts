import type { Edit } from "../../../grader/trees/stage_edits.js";

/** The files of the reference solution that edits name. */
const files = {
  server: "sessions/server.ts",
  client: "sessions/client.ts",
  version: "sessions/version.ts",
  message: "sessions/peer_message.ts",
} as const;

/** Makes an edit: `find`, which must be in the file exactly once, becomes `replace`. */
export function edit(file: keyof typeof files, find: string, replace: string): Edit {
  return { file: files[file], find, replace };
}

/** The server's condition for storing an entry that arrives. */
export const newer = "known === undefined || compareVersions(known.version, entry.version) < 0";

/** Lets a message have a limited number of entries; the others follow. */
export function inParts(most: string): Edit {
  return edit(
    "server",
    "      const entries = [...news].flatMap((key) => this.#store.get(key) ?? []);\n      news.clear();\n",
    `      const keys = [...news].slice(0, ${most});\n      const entries = keys.flatMap((key) => this.#store.get(key) ?? []);\n      for (const key of keys) news.delete(key);\n      if (news.size > 0) this.#armTick();\n`,
  );
}
