import { asWord, at, describeQuery, describeValue } from "../reading/words.js";
import type { Facts } from "./facts.js";
import type { Sighting } from "./sighting.js";

/** Finds reads of values that nobody put. Finds none if the history may lack Puts. */
export function inventedValues(facts: Facts): Sighting[] {
  if (!facts.complete) return [];
  const found: Sighting[] = [];
  for (const { read, key, value, puts } of facts.shown) {
    if (value === null) continue;
    if (puts.some((put) => put.value === value && put.startMs <= read.endMs)) continue;
    if (facts.mayBeUnderWay(value)) continue;
    found.push({
      kind: "invented",
      atMs: read.endMs,
      actor: read.at,
      key,
      tell: () => {
        const origin = facts.putsOf(value)[0];
        const where =
          origin === undefined
            ? "nobody put that value"
            : origin.key === key
              ? `that value was put only later, at ${at(origin.startMs)}`
              : `that value was put for ${asWord(origin.key ?? "")}, never for ${asWord(key)}`;
        return {
          message: `${describeQuery(read)} showed ${describeValue(value)} for ${asWord(key)} at ${at(read.endMs)}; ${where}.`,
          section: "3.2",
          evidence: [read, origin],
        };
      },
    });
  }
  return found;
}
