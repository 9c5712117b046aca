import {
  problemPlaces,
  problemSets,
  type ProblemPlace,
  type ProblemSet,
} from "../world/problem_sets.js";

/** The total work of each player, by problem and then by the player's key. All of it only grows. */
export type Work = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** A problem of one of the places. */
export interface Problem {
  /** As in keys: `hall-1`. */
  readonly id: string;
  readonly place: ProblemPlace;
  /** From 1 on. */
  readonly number: number;
  readonly title: string;
  readonly hardness: number;
}

/** A problem with what everybody has done about it. */
export interface ProblemState {
  readonly problem: Problem;
  readonly done: number;
  /** What is left to do; 0 when it is solved. */
  readonly left: number;
}

const rounds = ["", ", once more", ", with a twist", ", at scale", ", at planetary scale"];

/** The problem of a place with a number. */
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

/** The problem with an id; undefined when there is none. */
export function problemOf(id: string): Problem | undefined {
  const [, name = "", digits = ""] = /^([a-z]+)-([1-9]\d{0,3})$/.exec(id) ?? [];
  const place = problemPlaces.find((candidate) => candidate === name);
  return place === undefined ? undefined : problemAt(place, Number(digits));
}

/**
 * How far everybody has got with a problem: the sum of what each player did, so that nobody's work is lost when several
 * work at once on servers that have not heard of each other yet. Once solved, it stays solved.
 */
export function problemState(problem: Problem, work: Work): ProblemState {
  let done = 0;
  for (const points of work.get(problem.id)?.values() ?? []) done += points;
  return { problem, done, left: Math.max(0, problem.hardness - done) };
}

/** The first problem of a place that is not solved. */
export function currentProblem(place: ProblemPlace, work: Work): ProblemState {
  for (let number = 1; ; number++) {
    const state = problemState(problemAt(place, number), work);
    if (state.left > 0) return state;
  }
}

/** How many problems of a place are solved. */
export function solvedCount(place: ProblemPlace, work: Work): number {
  return currentProblem(place, work).problem.number - 1;
}

/** A player's insight: all the work, weighed by how hard the places are. */
export function insightOf(player: string, work: Work): number {
  return Math.floor(sumOfWork(player, work, (set, _problem, points) => points * set.insight));
}

/** The coins that a player has earned so far with work on problems that are solved. */
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
