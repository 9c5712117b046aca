import type { TellRecord } from "../../../history/history.js";
import { serverOf } from "../../../history/scenario.js";
import type { ServerLife } from "../reading/server_lives.js";
import type { PutRecord } from "../reading/views.js";
import { asWord, countOf } from "../reading/words.js";
import type { Facts } from "./facts.js";
import { waysInWords } from "./redundancy.js";
import { copiesToHolders, spareCrossings } from "./rules.js";
import type { Sighting, Told } from "./sighting.js";

/** An old Put, and the messages that carried it after a server had begun to start. */
interface Resent {
  readonly put: PutRecord;
  /** Those to actors of servers that had it. */
  readonly toHolders: readonly TellRecord[];
  /** Those from other servers to the new one. */
  readonly toNewcomer: readonly TellRecord[];
}

/**
 * Finds old state that is sent too often when a server starts: to servers that have it, or to the new one several times
 * by one server. A few Puts that are sent twice do no harm, so the average counts.
 */
export function resentState(facts: Facts): Sighting[] {
  if (facts.lives.healedMs !== -Infinity) return [];
  return facts.lives.all.slice(1).flatMap((newcomer) => {
    const resent = resentFor(facts, newcomer);
    const older = facts.lives.all.filter(({ startedMs }) => startedMs <= newcomer.startingMs);
    const average = (of: "toHolders" | "toNewcomer"): number =>
      resent.reduce((sum, one) => sum + one[of].length, 0) / Math.max(1, resent.length);
    const [held, crossed] = [average("toHolders"), average("toNewcomer")];
    return [
      ...(held <= copiesToHolders
        ? []
        : sighting(
            facts,
            resent,
            "toHolders",
            `; all of these actors had it before ${newcomer.server} started. On average, each old Put was sent ${held.toFixed(1)} times to servers that had it.`,
          )),
      ...(crossed <= older.length + spareCrossings
        ? []
        : sighting(
            facts,
            resent,
            "toNewcomer",
            `; once from each server that has it is enough. On average, each old Put was sent to ${newcomer.server} ${crossed.toFixed(1)} times.`,
          )),
    ];
  });
}

/** The Puts that all servers had when a server began to start, and that were sent again after that. */
function resentFor(facts: Facts, { server, startingMs }: ServerLife): Resent[] {
  const next = facts.lives.all.find((life) => life.startingMs > startingMs);
  const untilMs = next?.startingMs ?? Infinity;
  const oldMs = startingMs - facts.limits.remoteVisibilityMs;
  // A server that has only just started may still be getting what it lacks.
  const holders = facts.lives.all.filter(({ startedMs }) => startedMs <= oldMs);
  return [...facts.putsByKey.values()].flat().flatMap((put): Resent[] => {
    if (put.endMs > oldMs || !facts.isUnique(put.value)) return [];
    const copies = (facts.tellsByValue.get(put.value) ?? []).filter(
      ({ atMs }) => atMs >= startingMs && atMs < untilMs,
    );
    if (copies.length === 0) return [];
    const toHolders = copies.filter((copy) => holders.some((one) => one.server === copy.toServer));
    const toNewcomer = copies.filter((copy) => copy.toServer === server && copy.server !== server);
    return [{ put, toHolders, toNewcomer }];
  });
}

function sighting(
  facts: Facts,
  resent: readonly Resent[],
  of: "toHolders" | "toNewcomer",
  more: string,
): Sighting[] {
  const [worst] = [...resent].sort((a, b) => b[of].length - a[of].length);
  const first = worst?.[of][0];
  if (worst === undefined || first === undefined) return [];
  const tell = (): Told => ({
    message: `${asWord(worst.put.value)} was sent ${countOf(worst[of].length, "time")}, ${waysInWords(facts, worst[of])}${more}`,
    section: serverOf(worst.put.at) === first.toServer ? "5.1" : "5.2",
    evidence: worst[of],
  });
  const actor = facts.names.queryActor(first.from);
  return [{ kind: "resent", atMs: first.atMs, ...(actor === undefined ? {} : { actor }), tell }];
}
