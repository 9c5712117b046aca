import { groupBy } from "../../base/group_by.js";
import type { PromiseRow, Verdict } from "./promise_table.js";

/** The rows of a table of promises as Markdown: for each place a heading and a table. */
export function promiseText(rows: readonly PromiseRow[]): string {
  const places = [...new Set(rows.map(({ place }) => place))];
  return places
    .map((place) => {
      const there = rows.filter((row) => row.place === place);
      const lines = there.map(
        ({ id, text, verdict }) =>
          `| ${id.slice(place.length + 1)} | ${text} | ${inWords(verdict)} |`,
      );
      const title = place.includes("/") ? `\`${place}\`` : `Section ${place}`;
      return [
        `### ${title}`,
        "",
        "| | sentence | what becomes of it |",
        "| --- | --- | --- |",
        ...lines,
      ].join("\n");
    })
    .join("\n\n");
}

function inWords(verdict: Verdict): string {
  if (verdict.is === "kept") {
    return `_kept by the kit:_ ${verdict.tests.map((file) => `\`${file}\``).join(", ")}`;
  }
  if (verdict.is !== "decided") return `_${verdict.is}:_ ${verdict.why}`;
  const wrong = verdict.wrong.map((name) => `\`${name}\``).join(", ");
  return `${families(verdict.tests).join(", ")}<br>_broken by_ ${wrong}`;
}

/** Names of tests that differ only in their numbers in one: `LocalSyncBasic1, 2, 4`. */
function families(tests: readonly string[]): string[] {
  const byName = groupBy(tests, (id) => id.replace(/\d*$/, ""));
  return [...byName].map(
    ([name, ids]) => `${name}${ids.map((id) => id.slice(name.length)).join(", ")}`,
  );
}
