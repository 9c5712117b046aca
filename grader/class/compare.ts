import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../base/exit_codes.js";
import type { GradeLine } from "./grade_line.js";
import { namesOf } from "./hand_in.js";

/** Why a verdict may differ: the hand-in has changed, the kit has, both, or neither. */
export type Changed = "hand-in" | "kit" | "both" | "neither";

/** A test or check whose points differ. */
export interface PointsChange {
  readonly id: string;
  readonly before: number;
  readonly now: number;
  /** What the test says now, or said before if it passes now. */
  readonly message: string;
}

/** What is different about one hand-in. */
export interface HandInChange {
  readonly id: string;
  readonly names: string;
  readonly changed: Changed;
  /** Undefined if there was or is no verdict. */
  readonly before: number | undefined;
  readonly now: number | undefined;
  readonly tests: readonly PointsChange[];
}

/** The differences between two gradings of a class. */
export interface Comparison {
  readonly changes: readonly HandInChange[];
  /** The ids of hand-ins that only one of them has. */
  readonly onlyBefore: readonly string[];
  readonly onlyNow: readonly string[];
  readonly compared: number;
  /** How many hand-ins had changed. */
  readonly handInsChanged: number;
  readonly kitChanged: boolean;
}

/**
 * Reads the grades of an earlier run.
 *
 * @throws {@link UsageError} if there are none in the folder.
 */
export async function readGrades(folder: string): Promise<readonly GradeLine[]> {
  const file = join(folder, "grades.json");
  const text = await readFile(file, "utf8").catch(() => {
    throw new UsageError(`there are no earlier grades in ${folder}: it has no grades.json`);
  });
  return (JSON.parse(text) as { readonly lines: readonly GradeLine[] }).lines;
}

/** Compares two gradings, by the ids of hand-ins. */
export function compare(before: readonly GradeLine[], now: readonly GradeLine[]): Comparison {
  const old = new Map(before.map((line) => [line.handIn.id, line]));
  const pairs = now.flatMap((line) => {
    const earlier = old.get(line.handIn.id);
    return earlier === undefined ? [] : [[earlier, line] as const];
  });
  const isKitChanged = pairs.some(
    ([a, b]) =>
      a.verdict !== undefined && b.verdict !== undefined && a.verdict.kit !== b.verdict.kit,
  );
  const ids = new Set(now.map(({ handIn }) => handIn.id));
  return {
    changes: pairs
      .map(changeOf)
      .filter(({ before, now, tests }) => before !== now || tests.length > 0),
    onlyBefore: before.map(({ handIn }) => handIn.id).filter((id) => !ids.has(id)),
    onlyNow: [...ids].filter((id) => !old.has(id)),
    compared: pairs.length,
    handInsChanged: pairs.filter(([a, b]) => a.handIn.digest !== b.handIn.digest).length,
    kitChanged: isKitChanged,
  };
}

function changeOf([before, now]: readonly [GradeLine, GradeLine]): HandInChange {
  const handIn = before.handIn.digest !== now.handIn.digest;
  const kit = before.verdict?.kit !== now.verdict?.kit;
  return {
    id: now.handIn.id,
    names: namesOf(now.handIn),
    changed: handIn && kit ? "both" : handIn ? "hand-in" : kit ? "kit" : "neither",
    before: before.score,
    now: now.score,
    tests: pointsChanges(before, now),
  };
}

function pointsChanges(before: GradeLine, now: GradeLine): PointsChange[] {
  const [old, current] = [itemsOf(before), itemsOf(now)];
  if (before.verdict === undefined || now.verdict === undefined) return [];
  return [...new Set([...old.keys(), ...current.keys()])].flatMap((id) => {
    const [a, b] = [old.get(id), current.get(id)];
    if ((a?.score ?? 0) === (b?.score ?? 0)) return [];
    const message = b?.message ?? a?.message ?? "";
    return [{ id, before: a?.score ?? 0, now: b?.score ?? 0, message }];
  });
}

interface Item {
  readonly id: string;
  readonly score: number;
  readonly message?: string;
}

function itemsOf({ verdict }: GradeLine): ReadonlyMap<string, Item> {
  const { tests = [], checks = [] } = verdict?.report ?? {};
  return new Map([...tests, ...checks].map((item: Item) => [item.id, item]));
}
