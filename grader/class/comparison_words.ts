import { escapeHtml } from "../base/escape_html.js";
import { page, table } from "../report/page.js";
import type { Changed, Comparison, HandInChange } from "./compare.js";

const why: Readonly<Record<Changed, string>> = {
  "hand-in": "the hand-in has changed",
  kit: "the kit has changed",
  both: "the hand-in and the kit have changed",
  neither: "neither the hand-in nor the kit has changed",
};

/** The differences as lines for a terminal. */
export function comparisonLines(comparison: Comparison): string[] {
  const { changes } = comparison;
  return [
    summary(comparison),
    ...changes.flatMap((change) => [
      `${change.names}: ${points(change)} (${why[change.changed]})`,
      ...change.tests.map(({ id, before, now }) => `  ${sign(now - before)} ${id}`),
    ]),
  ];
}

/** The differences as a page. */
export function comparisonPage(title: string, comparison: Comparison): string {
  const rows = comparison.changes.flatMap((change) =>
    (change.tests.length > 0 ? change.tests : [undefined]).map((test, index) => [
      index > 0 ? "" : escapeHtml(change.names),
      index > 0 ? "" : points(change),
      index > 0 ? "" : why[change.changed],
      test === undefined ? "" : escapeHtml(test.id),
      test === undefined ? "" : sign(test.now - test.before),
      test === undefined
        ? ""
        : `<details><summary>message</summary><pre>${escapeHtml(test.message)}</pre></details>`,
    ]),
  );
  const head = ["Hand-in", "Points", "Because", "Test", "", ""];
  const body = [
    `<h1>${escapeHtml(title)}: what has changed</h1>`,
    `<p>${escapeHtml(summary(comparison))}</p>`,
    ...(rows.length > 0 ? [table(head, rows, [4])] : []),
  ];
  return page(`${title}: what has changed`, body.join("\n"));
}

function summary(comparison: Comparison): string {
  const { changes, compared, onlyBefore, onlyNow, handInsChanged, kitChanged } = comparison;
  const parts = [
    `${changes.length} of ${compared} hand-ins ${changes.length === 1 ? "has" : "have"} other points than before`,
    kitChanged ? "the kit has changed" : "the kit is the same",
    handInsChanged === 0
      ? "no hand-in has changed"
      : `${handInsChanged} ${handInsChanged === 1 ? "hand-in has" : "hand-ins have"} changed`,
    ...(onlyBefore.length > 0 ? [`gone: ${onlyBefore.join(", ")}`] : []),
    ...(onlyNow.length > 0 ? [`new: ${onlyNow.join(", ")}`] : []),
  ];
  return `${parts.join("; ")}.`;
}

function points({ before, now }: HandInChange): string {
  return `${before ?? "none"} → ${now ?? "none"}`;
}

function sign(difference: number): string {
  return difference > 0 ? `+${difference}` : `−${-difference}`;
}
