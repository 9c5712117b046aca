import { shownBy } from "../reading/views.js";
import { at, describeQuery, describeValue } from "../reading/words.js";
import type { Facts } from "./facts.js";
import type { Sighting } from "./sighting.js";

/** Finds reads of values that nobody put. Finds none if the history may lack Puts. */
export function inventedValues(facts: Facts): Sighting[] {
  if (!facts.complete) return [];
  const found: Sighting[] = [];
  for (const read of facts.reads) {
    for (const [key, shown] of shownBy(read, facts.putsByKey)) {
      if (shown === null || facts.vagueKeys.has(key) || facts.mayBeUnderWay(shown)) continue;
      const all = facts.putsByKey.get(key) ?? [];
      if (all.some((put) => put.value === shown && put.startMs <= read.endMs)) continue;
      found.push({
        kind: "invented",
        atMs: read.endMs,
        actor: read.at,
        key,
        tell: () => {
          const origin = facts.putsOf(shown)[0];
          const where =
            origin === undefined
              ? "nobody put that value"
              : origin.key === key
                ? `that value was put only later, at ${at(origin.startMs)}`
                : `that value was put for ${origin.key}, never for ${key}`;
          return {
            message: `${describeQuery(read)} showed ${describeValue(shown)} for ${key} at ${at(read.endMs)}; ${where}.`,
            section: "3.2",
            evidence: [read, origin],
          };
        },
      });
    }
  }
  return found;
}
