import type { History } from "../../../grader/history/history.js";
import type { ActorName } from "../../../grader/history/scenario.js";
import { Facts, type FactOptions } from "../../../grader/labs/cmud/oracle/facts.js";
import { unreadPuts } from "../../../grader/labs/cmud/oracle/final_reads.js";
import {
  readKinds,
  wrongsIn,
  type FindOptions,
  type MessageKind,
} from "../../../grader/labs/cmud/oracle/find_wrongs.js";
import type { FindingKind } from "../../../grader/labs/cmud/oracle/sighting.js";
import { markOf } from "../../../grader/labs/cmud/reading/views.js";
import { listed } from "../../../grader/labs/cmud/reading/words.js";
import { fail } from "./evidence.js";

/** Options of {@link checkReads}. */
export interface ReadOptions extends Pick<FactOptions, "pipelined"> {
  /** Kinds of findings that this run may have. */
  readonly except?: readonly FindingKind[];
}

/**
 * Requires that the oracle finds nothing wrong in the reads: every Put is visible immediately on its own query actor
 * and within the limits on the others, the last writer wins, and in the end all actors agree.
 *
 * @param readers the actors that the test reads when every Put must be visible; it is a bug of the test if it does not.
 */
export function checkReads(
  history: History,
  readers: readonly ActorName[],
  { except = [], pipelined = false }: ReadOptions = {},
): void {
  const facts = new Facts(history, { pipelined });
  const kinds = readKinds.filter((kind) => !except.includes(kind));
  demandNothing(facts, {
    kinds,
    did: "put keys on query actors, and read them, also after every Put had to be visible.",
  });
  if (facts.putsByKey.size === 0) throw new Error("no key was put, so nothing can be read");
  const unread = unreadPuts(facts, readers);
  if (unread.length > 0) throw new Error(`not read when they had to be visible: ${listed(unread)}`);
}

/**
 * Requires that the oracle finds nothing wrong in the messages between actors: neither in their number nor in their
 * redundancy.
 *
 * @param steadyFrom the name of the moment after which messages are unrelated to servers that start; undefined if the
 *   test is about those.
 */
export function checkTraffic(
  history: History,
  steadyFrom: string | undefined,
  kinds: readonly MessageKind[],
): void {
  const options = steadyFrom === undefined ? {} : { steadyFromMs: markOf(history, steadyFrom) };
  demandNothing(new Facts(history, options), {
    kinds,
    did: "put keys, and examined every message from one actor to another.",
  });
}

function demandNothing(
  facts: Facts,
  { did, ...options }: Pick<FindOptions, "kinds"> & { readonly did: string },
): void {
  const found = wrongsIn(facts, { ...options, maxPerKind: 2 });
  const [first] = found;
  if (first === undefined) return;
  fail(facts.history, {
    did,
    expected: first.rule,
    section: first.section,
    seen: found.map(({ message }) => message),
    next: first.lookAt,
    told: true,
  });
}
