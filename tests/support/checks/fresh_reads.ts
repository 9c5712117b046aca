import type { History } from "../../../grader/history/history.js";
import { at, describeQuery, describeValue } from "../../../grader/labs/cmud/reading/words.js";
import { fail } from "./evidence.js";
import { groupBy } from "../../../grader/labs/cmud/reading/group_by.js";
import { PutOrder } from "../../../grader/labs/cmud/reading/put_order.js";
import { shownBy } from "../../../grader/labs/cmud/reading/shown_by.js";
import { ackedPuts, queries } from "../../../grader/labs/cmud/reading/views.js";

/**
 * Demands of all Gets and Lists while Puts were under way: what they show was put before, and is not older than what
 * the same query actor had acknowledged before the read began.
 */
export function checkReads(history: History, section = "3.2"): void {
  const byKey = groupBy(ackedPuts(history), (put) => put.key);
  const order = new PutOrder(history);
  const seen: string[] = [];
  for (const read of queries(history)) {
    for (const [key, shown] of shownBy(read, byKey)) {
      const puts = byKey.get(key) ?? [];
      const sources = puts.filter((put) => put.value === shown && put.startMs <= read.endMs);
      const overwriter = puts.find(
        (put) =>
          put.at === read.at &&
          put.endMs <= read.startMs &&
          sources.every((source) => order.isClearlyLater(put, source)),
      );
      if (shown !== null && sources.length === 0) {
        seen.push(
          `${describeQuery(read)} at ${at(read.startMs)} showed ${key} = ${describeValue(shown)}, which nobody had put`,
        );
      } else if (overwriter !== undefined) {
        seen.push(
          `${describeQuery(read)} at ${at(read.startMs)} showed ${key} = ${describeValue(shown)}, though ` +
            `${describeValue(overwriter.value)} was acknowledged there at ${at(overwriter.endMs)}`,
        );
      }
    }
  }
  if (seen.length === 0) return;
  fail(history, {
    did: "put, got and listed keys by several clients at once.",
    expected:
      "a query is answered from the actor's state of the moment: with every Put that the same query actor has acknowledged, and nothing that nobody put",
    section,
    seen: [`${seen.length} reads were wrong`, ...seen.slice(0, 3)],
    next: "when a Put is acknowledged and when it is applied, and which Put of two the actor keeps.",
  });
}
