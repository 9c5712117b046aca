import { blocks } from "./blocks.js";
import type { PlaceId } from "./places.js";

/** The problems of a place. All players work on the same one, then on the next; they never run out. */
export interface ProblemSet {
  /** From 1 (easy) to 5. */
  readonly level: number;
  /** The work that the first problem requires. */
  readonly hardness: number;
  /** The factor by which each problem is harder than the one before. */
  readonly growth: number;
  /** The insight earned immediately for a unit of work. */
  readonly insight: number;
  /** The coins earned for a unit of work once the problem is solved. */
  readonly coins: number;
  /** The names of the problems; after the last one they repeat, harder. */
  readonly titles: readonly [string, ...string[]];
}

/** The places with problems, easiest first. */
export const problemPlaces = ["hall", "cluster", "library", "lab", "tower"] as const;

/** A place with problems. */
export type ProblemPlace = (typeof problemPlaces)[number];

/** The problems of every place that has some: level, hardness, growth, insight, coins, and the titles. */
export const problemSets = Object.fromEntries(
  blocks(`
hall 1 10 1.3 1 2
The printer that prints yesterday's pages first
Two generals and one unreliable pigeon
The group project that nobody has merged
Philosophers at lunch, forks to be shared
The queue for the one vegetarian lasagne

cluster 2 45 1.3 1.5 2
A memory leak of unknown address
The job that is always second in the queue
Clocks that disagree about when it was
A node that is not dead, only resting
The log that logs that it is logging

library 3 160 1.3 2 2.5
A proof that is left to the reader, and the reader
The paper whose results everybody has failed to repeat
Consensus among three librarians, one of them asleep
An index of all indices that do not index themselves

lab 4 900 1.3 2.5 3
Exactly-once delivery (read the fine print)
Consistent, available and partitioned: pick four
Naming things, with replicas
The cache that must be told

tower 5 10000 1.5 3 3
P versus NP
Whether this program halts
Off-by-one errors, a general theory
`).map(([head = "", ...titles]) => {
    const [place, ...figures] = head.split(" ");
    const [level, hardness, growth, insight, coins] = figures.map(Number);
    return [place, { level, hardness, growth, insight, coins, titles }];
  }),
) as Readonly<Record<ProblemPlace, ProblemSet>>;

/** Whether there are problems at a place. */
export function isProblemPlace(place: PlaceId): place is ProblemPlace {
  return Object.hasOwn(problemSets, place);
}
