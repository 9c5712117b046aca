import {
  problemPlaces,
  problemSets,
  type ProblemPlace,
  type ProblemSet,
} from "../world/problem_sets.js";

/** The total work of each player, by problem and then by the player's key. Totals only grow. */
export type Work = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** A problem of one of the places. */
export interface Problem {
  /** As it is used in keys: `hall-1`. */
  readonly id: string;
  readonly place: ProblemPlace;
  /** Counts from 1. */
  readonly number: number;
  readonly title: string;
  readonly hardness: number;
}

/** A problem with the work that has been done on it. */
export interface ProblemState {
  readonly problem: Problem;
  readonly done: number;
  /** The work that is left; 0 if the problem is solved. */
  readonly left: number;
}

const rounds = ["", ", once more", ", with a twist", ", at scale", ", at planetary scale"];

/** The problem with a number at a place. */
export function problemAt(place: ProblemPlace, number: number): Problem {
  const { titles, hardness, growth } = problemSets[place];
  const title = titles[(number - 1) % titles.length] ?? titles[0];
  const round = rounds[Math.min(Math.floor((number - 1) / titles.length), rounds.length - 1)] ?? "";
  return {
    id: `${place}-${number}`,
    place,
    number,
    title: title + round,
    hardness: Math.round(hardness * growth ** (number - 1)),
  };
}

/** The problem with an id; undefined if there is none. */
export function problemOf(id: string): Problem | undefined {
  const [, name = "", digits = ""] = /^([a-z]+)-([1-9]\d{0,3})$/.exec(id) ?? [];
  const place = problemPlaces.find((candidate) => candidate === name);
  return place === undefined ? undefined : problemAt(place, Number(digits));
}

/**
 * The progress on a problem: the sum of all players' work, so that no work is lost when several players work at the same
 * time on servers that have not synced yet. A solved problem stays solved.
 */
export function problemState(problem: Problem, work: Work): ProblemState {
  let done = 0;
  for (const points of work.get(problem.id)?.values() ?? []) done += points;
  return { problem, done, left: Math.max(0, problem.hardness - done) };
}

/** The first unsolved problem of a place. */
export function currentProblem(place: ProblemPlace, work: Work): ProblemState {
  for (let number = 1; ; number++) {
    const state = problemState(problemAt(place, number), work);
    if (state.left > 0) return state;
  }
}

/** The number of solved problems of a place. */
export function solvedCount(place: ProblemPlace, work: Work): number {
  return currentProblem(place, work).problem.number - 1;
}

/** A player's insight: all work, weighted by the places' difficulty. */
export function insightOf(player: string, work: Work): number {
  return Math.floor(sumOfWork(player, work, (set, _problem, points) => points * set.insight));
}

/** The total of coins that a player has earned with work on solved problems. */
export function bountyOf(player: string, work: Work): number {
  return Math.floor(
    sumOfWork(player, work, (set, problem, points) =>
      problemState(problem, work).left === 0 ? points * set.coins : 0,
    ),
  );
}

function sumOfWork(
  player: string,
  work: Work,
  value: (set: ProblemSet, problem: Problem, points: number) => number,
): number {
  let sum = 0;
  for (const [id, byPlayer] of work) {
    const points = byPlayer.get(player) ?? 0;
    const problem = points === 0 ? undefined : problemOf(id);
    if (problem !== undefined) sum += value(problemSets[problem.place], problem, points);
  }
  return sum;
}
