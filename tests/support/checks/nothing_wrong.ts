import type { History } from "../../../grader/history/history.js";
import type { ActorName } from "../../../grader/history/scenario.js";
import { Facts, type FactOptions } from "../../../grader/labs/cmud/oracle/facts.js";
import { unreadPuts } from "../../../grader/labs/cmud/oracle/final_reads.js";
import {
  messageKinds,
  readKinds,
  wrongsIn,
  type FindOptions,
} from "../../../grader/labs/cmud/oracle/find_wrongs.js";
import type { FindingKind } from "../../../grader/labs/cmud/oracle/sighting.js";
import { markOf } from "../../../grader/labs/cmud/reading/views.js";
import { fail } from "./evidence.js";

/** Options of {@link checkReads}. */
export interface ReadOptions extends Pick<FactOptions, "pipelined"> {
  /** What is not asked of the run. */
  readonly except?: readonly FindingKind[];
}

/**
 * Demands that the oracle finds nothing wrong in what queries showed: every Put shows at once on its own query actor and
 * within the limits on the others, the last writer wins, and in the end all agree.
 *
 * @param readers were all read when every Put had to be visible; if not, that is the test's own mistake.
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
    did: "put keys on query actors, and read them, at the latest when every Put had to be visible.",
  });
  if (facts.putsByKey.size === 0) throw new Error("no key was put, so nothing can be read");
  const unread = unreadPuts(facts, readers);
  if (unread.length > 0) throw new Error(`not read when they had to be visible: ${unread.join()}`);
}

/**
 * Demands that the oracle finds nothing wrong in the messages between actors: how many there are, and how much of them is
 * news.
 *
 * @param steadyFrom the name of the moment from which on messages have nothing to do with servers that start; none if the
 *   test is about those.
 */
export function checkTraffic(
  history: History,
  steadyFrom: string | undefined,
  kinds: readonly (typeof messageKinds)[number][] = messageKinds,
): void {
  const options = steadyFrom === undefined ? {} : { steadyFromMs: markOf(history, steadyFrom) };
  demandNothing(new Facts(history, options), {
    kinds,
    did: "put keys, and looked at every message from one actor to another.",
  });
}

function demandNothing(
  facts: Facts,
  { did, ...options }: Pick<FindOptions, "kinds"> & { readonly did: string },
): void {
  const found = wrongsIn(facts, options);
  const [first] = found;
  if (first === undefined) return;
  fail(facts.history, {
    did,
    expected: first.rule,
    section: first.section,
    seen: found.map(({ message }) => message),
    next: first.lookAt,
    timing: found.every(({ timing }) => timing),
  });
}
