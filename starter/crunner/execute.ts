import type { Client } from "../kvclient/client.js";
import { explainError } from "../program.js";
import { RpcError } from "../rpc/rpc_error.js";
import { helpText, type Command } from "./command.js";
import { quoteWord } from "./words.js";

/** The part of a client that commands need. */
export type Store = Pick<Client, "get" | "put" | "list">;

/** What a command came to. */
export interface Outcome {
  /** What to print: one line or several. */
  readonly text: string;
  /** The keys that turned up, for completion. */
  readonly keys: readonly string[];
}

/**
 * Carries out a command.
 *
 * @throws what the store rejects with.
 */
export async function execute(
  command: Exclude<Command, { type: "quit" }>,
  store: Store,
): Promise<Outcome> {
  switch (command.type) {
    case "get": {
      const value = await store.get(command.key);
      if (value === undefined) return { text: "(not present)", keys: [] };
      return { text: value, keys: [command.key] };
    }
    case "put":
      await store.put(command.key, command.value);
      return { text: "ok", keys: [command.key] };
    case "list": {
      const entries = [...(await store.list(command.prefix))];
      return { text: listText(command.prefix, entries), keys: entries.map(([key]) => key) };
    }
    case "help":
      return { text: helpText, keys: [] };
  }
}

/** Why a command failed, as a line for people. */
export function explainFailure(error: unknown): string {
  const elsewhere = error instanceof RpcError && error.kind === "methodNotFound";
  return elsewhere
    ? `${error.message}; is that the port of a query actor? They begin one after the server's start port`
    : explainError(error);
}

function listText(prefix: string, entries: readonly (readonly [string, string])[]): string {
  if (entries.length === 0) {
    return prefix === "" ? "(no keys)" : `(no keys that start with ${quoteWord(prefix)})`;
  }
  const lines = entries.map(([key, value]) => `${quoteWord(key)} = ${quoteWord(value)}`);
  return lines.join("\n");
}
