import { existsSync } from "node:fs";
import { PlatformError } from "../platform/platform.js";
import { UsageError } from "../program.js";
import { RpcError } from "../rpc/rpc_error.js";
import { readDescFile } from "./desc_file.js";
import type { Directory } from "./directory.js";

/** What a word after `--join` can be. */
export type JoinTarget =
  | { readonly type: "file"; readonly file: string }
  | { readonly type: "address"; readonly address: string }
  | { readonly type: "desc"; readonly desc: string };

/**
 * Tells what a word after `--join` is: a file if there is one of that name, else `host:port`, a port of this machine,
 * or a desc that was copied from the screen.
 */
export function joinTarget(word: string, fileExists: (file: string) => boolean): JoinTarget {
  if (fileExists(word)) return { type: "file", file: word };
  if (/^\d+$/.test(word)) return { type: "address", address: `localhost:${word}` };
  if (/^(\[[\da-f:]+\]|[\w.-]+):\d+$/i.test(word)) return { type: "address", address: word };
  if (/^\s*[[{"]/.test(word)) return { type: "desc", desc: word };
  // What looks like none of them was meant to be a file; reading it says that it is missing.
  return { type: "file", file: word };
}

/**
 * Finds the servers that the words after `--join` name.
 *
 * @returns descs, beside those that the directory has learnt.
 * @throws an error that names the word and says what to do.
 */
export async function findServers(
  words: readonly string[],
  directory: Directory,
): Promise<string[]> {
  const descs: string[] = [];
  for (const word of words) {
    const target = joinTarget(word, existsSync);
    switch (target.type) {
      case "file":
        descs.push(await readDescFile(target.file));
        break;
      case "desc":
        descs.push(target.desc);
        break;
      case "address":
        await learn(directory, target.address);
        break;
    }
  }
  return descs;
}

async function learn(directory: Directory, address: string): Promise<void> {
  if (address === directory.joinAddress) {
    throw new UsageError(`--join ${address} is this server's own join address`);
  }
  try {
    await directory.learnFrom(address);
  } catch (error) {
    if (!(error instanceof PlatformError || error instanceof RpcError)) throw error;
    const elsewhere = error instanceof RpcError && error.kind === "methodNotFound";
    const why = elsewhere
      ? `${address} is another port of a server; use the join address that it printed`
      : error.message;
    throw new Error(`cannot join: ${why}`, { cause: error });
  }
}
