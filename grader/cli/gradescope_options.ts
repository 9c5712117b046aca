import { UsageError } from "../base/exit_codes.js";
import type { Visibility } from "../class/gradescope/results.js";
import type { Lab } from "../labs/lab.js";

/** The part with a name; the only one if there are no others. Throws a {@link UsageError} if there is none. */
export function partNamed({ parts }: Lab, name: string | undefined): Lab["parts"][number] {
  const found =
    parts.find((part) => part.name === name) ?? (parts.length === 1 ? parts[0] : undefined);
  if (found !== undefined) return found;
  throw new UsageError(`--part takes ${parts.map((part) => part.name).join(" or ")}`);
}

/** When students see results. Throws a {@link UsageError} if it is none of Gradescope's words. */
export function visibilityOf(word: string): Visibility {
  const known = ["visible", "hidden", "after_due_date", "after_published"] as const;
  const found = known.find((each) => each === word);
  if (found !== undefined) return found;
  throw new UsageError(`--visibility takes ${known.join(", ")}, not ${word}`);
}
