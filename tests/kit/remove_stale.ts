/** Removes what was compiled from files of the kit that are gone: mocha would run tests that nobody has any more. */
import { join } from "node:path";
import { kitRoot } from "../../grader/trees/kit_paths.js";
import { removeStale } from "../../grader/trees/remove_stale.js";

removeStale(join(kitRoot, "build", "kit"), kitRoot);
