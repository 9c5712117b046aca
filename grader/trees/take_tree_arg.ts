import { UsageError } from "../base/exit_codes.js";
import { treeChoices } from "./kit_paths.js";

/** A command line without its `--tree`. */
export interface TreeArg {
  /** The value of `--tree`; `starter` by default. */
  readonly tree: string;
  /** All other arguments, in their order. */
  readonly rest: readonly string[];
}

/**
 * Extracts `--tree X` or `--tree=X` from a command line that otherwise belongs to another program.
 *
 * @throws {@link UsageError} if it has no value, or is given twice.
 */
export function takeTreeArg(args: readonly string[]): TreeArg {
  const rest: string[] = [];
  let tree: string | undefined;
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? "";
    if (arg !== "--tree" && !arg.startsWith("--tree=")) {
      rest.push(arg);
      continue;
    }
    const value = arg === "--tree" ? args[++index] : arg.slice("--tree=".length);
    if (value === undefined || value === "" || value.startsWith("--")) {
      throw new UsageError(`--tree needs a value: ${treeChoices}`);
    }
    if (tree !== undefined) throw new UsageError("--tree is given twice");
    tree = value;
  }
  return { tree: tree ?? "starter", rest };
}
