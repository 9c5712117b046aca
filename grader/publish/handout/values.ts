import type { Course } from "../../labs/cmud/types.js";
import { formatDate } from "./dates.js";
import { courseTables } from "./tables.js";

/** What placeholders stand for, by their names. */
export type HandoutValues = ReadonlyMap<string, string>;

/**
 * Every value that pages may name: each number and text of the course by its path in the manifest
 * (`limits.localVisibilityMs`, `dates.finalDue`), and what is made of several of them (`late.cost`, `tables.points`).
 * Numbers have commas for thousands, dates are written out.
 */
export function handoutValues(course: Course): HandoutValues {
  return new Map([
    ...plainValues(course, ""),
    ["late.cost", lateCost(course.late.penaltyPerDay)],
    ...Object.entries(courseTables(course)),
  ]);
}

function plainValues(value: object, path: string): [string, string][] {
  return Object.entries(value).flatMap(([name, field]: [string, unknown]): [string, string][] => {
    const here = `${path}${name}`;
    if (Array.isArray(field)) return [];
    if (typeof field === "number") return [[here, field.toLocaleString("en-US")]];
    if (typeof field === "string") {
      return [[here, path === "dates." ? formatDate(field) : field]];
    }
    return typeof field === "object" && field !== null ? plainValues(field, `${here}.`) : [];
  });
}

function lateCost(penaltyPerDay: number): string {
  if (penaltyPerDay === 0) return "no points are taken off for that";
  const points = `${penaltyPerDay.toLocaleString("en-US")} point${penaltyPerDay === 1 ? "" : "s"}`;
  return `each late day costs ${points}`;
}
