import { existsSync } from "node:fs";
import { writeWhole } from "../base/write_whole.js";
import { UsageError } from "../base/exit_codes.js";
import { csvText, readCsv } from "./csv.js";
import { namesOf, type HandIn } from "./hand_in.js";

/** Points that a person has given. */
export interface ManualPoints {
  readonly points: number;
  /** The reason, for the student. */
  readonly comment: string;
}

const columns = ["hand_in", "names", "points", "comment"];

/**
 * Reads the points given by hand, by the ids of hand-ins. Lines without points are still open.
 *
 * @throws {@link UsageError} if a line is about no hand-in, or its points are not from 0 to `most`.
 */
export async function readManual(
  file: string,
  handIns: readonly HandIn[],
  most: number,
): Promise<ReadonlyMap<string, ManualPoints>> {
  const given = new Map<string, ManualPoints>();
  for (const line of await readCsv(file, ["hand_in", "points"])) {
    const { hand_in: id = "", points: typed = "", comment = "" } = line;
    if (!handIns.some((handIn) => handIn.id === id)) {
      throw new UsageError(`${file} has a line about ${id}, and there is no such hand-in`);
    }
    if (given.has(id)) throw new UsageError(`${file} has two lines about ${id}`);
    if (typed === "") continue;
    const points = Number(typed.replace(",", "."));
    if (!(points >= 0 && points <= most)) {
      throw new UsageError(`${file}: the points of ${id} must be from 0 to ${most}, not ${typed}`);
    }
    given.set(id, { points, comment });
  }
  return given;
}

/** Writes a file to fill in, with a line for each hand-in; leaves one that exists as it is. */
export async function offerManual(file: string, handIns: readonly HandIn[]): Promise<void> {
  if (existsSync(file)) return;
  const lines = handIns.map((handIn) => {
    return { hand_in: handIn.id, names: namesOf(handIn), points: "", comment: "" };
  });
  await writeWhole(file, csvText(columns, lines));
}
