import type { PublishSpec } from "../publish_spec.js";
import { formatDate } from "./dates.js";
import { pointsOf, tablesOf } from "./tables.js";

/** What placeholders stand for, by their names. */
export type HandoutValues = ReadonlyMap<string, string>;

/**
 * Every value that pages may name: each number and text of the assignment's own values by its path in them
 * (`limits.localVisibilityMs`), and what every assignment has: `title`, `assignment`, `submissionsPerDeadline`,
 * `dates.release` and `dates.finalDue`, `late.maxLateDays` and `late.cost`, `points.final` and so on, and the tables.
 * The instructors' table of promises is empty; whoever builds the handout fills it. Numbers have commas for thousands,
 * dates are written out.
 */
export function handoutValues(lab: PublishSpec): HandoutValues {
  const { course: title, title: assignment, submissionsPerDeadline, parts, late, released } = lab;
  const dates = Object.fromEntries(parts.map(({ name, due }) => [`${name}Due`, formatDate(due)]));
  const common = {
    ...{ title, assignment, submissionsPerDeadline, late, points: pointsOf(lab) },
    dates: { release: formatDate(released), ...dates },
  };
  return new Map([
    ...plainValues(lab.values, ""),
    ...plainValues(common, ""),
    ["late.cost", lateCost(late.penaltyPerDay)],
    ...Object.entries(tablesOf(lab)),
    ["tables.promises", ""],
  ]);
}

function plainValues(value: object, path: string): [string, string][] {
  return Object.entries(value).flatMap(([name, field]: [string, unknown]): [string, string][] => {
    const here = `${path}${name}`;
    if (Array.isArray(field)) return [];
    if (typeof field === "number") return [[here, field.toLocaleString("en-US")]];
    if (typeof field === "string") return [[here, field]];
    return typeof field === "object" && field !== null ? plainValues(field, `${here}.`) : [];
  });
}

function lateCost(penaltyPerDay: number): string {
  if (penaltyPerDay === 0) return "no points are taken off for that";
  const points = `${penaltyPerDay.toLocaleString("en-US")} point${penaltyPerDay === 1 ? "" : "s"}`;
  return `each late day costs ${points}`;
}
