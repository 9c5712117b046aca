import { parseArgs } from "node:util";
import { UsageError } from "../base/exit_codes.js";
import { didYouMean } from "../base/suggest.js";

/** What the small programs of the kit take. */
export interface ToolOptions {
  readonly lab?: string;
  readonly tree?: string;
  readonly out?: string;
  readonly help?: boolean;
}

/**
 * Reads `--lab`, `--tree`, `--out` and `--help`.
 *
 * @throws {@link UsageError} on anything else, with what may have been meant.
 */
export function readToolOptions(args: string[]): ToolOptions {
  const options = {
    lab: { type: "string" },
    tree: { type: "string" },
    out: { type: "string" },
    help: { type: "boolean", short: "h" },
  } as const;
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    const said = error instanceof Error ? (error.message.split(/\. |\n/)[0] ?? "") : String(error);
    const typed = /'--?([\w-]+)/.exec(said)?.[1] ?? "";
    throw new UsageError(
      said + didYouMean(typed, Object.keys(options)).replace("mean ", "mean --"),
    );
  }
}
