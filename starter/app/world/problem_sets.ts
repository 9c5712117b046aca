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

const table = {
  hall: {
    level: 1,
    hardness: 10,
    growth: 1.3,
    insight: 1,
    coins: 2,
    titles: [
      "The printer that prints yesterday's pages first",
      "Two generals and one unreliable pigeon",
      "The group project that nobody has merged",
      "Philosophers at lunch, forks to be shared",
      "The queue for the one vegetarian lasagne",
    ],
  },
  cluster: {
    level: 2,
    hardness: 45,
    growth: 1.3,
    insight: 1.5,
    coins: 2,
    titles: [
      "A memory leak of unknown address",
      "The job that is always second in the queue",
      "Clocks that disagree about when it was",
      "A node that is not dead, only resting",
      "The log that logs that it is logging",
    ],
  },
  library: {
    level: 3,
    hardness: 160,
    growth: 1.3,
    insight: 2,
    coins: 2.5,
    titles: [
      "A proof that is left to the reader, and the reader",
      "The paper whose results everybody has failed to repeat",
      "Consensus among three librarians, one of them asleep",
      "An index of all indices that do not index themselves",
    ],
  },
  lab: {
    level: 4,
    hardness: 900,
    growth: 1.3,
    insight: 2.5,
    coins: 3,
    titles: [
      "Exactly-once delivery (read the fine print)",
      "Consistent, available and partitioned: pick four",
      "Naming things, with replicas",
      "The cache that must be told",
    ],
  },
  tower: {
    level: 5,
    hardness: 10_000,
    growth: 1.5,
    insight: 3,
    coins: 3,
    titles: ["P versus NP", "Whether this program halts", "Off-by-one errors, a general theory"],
  },
} as const satisfies Partial<Record<PlaceId, ProblemSet>>;

/** A place with problems. */
export type ProblemPlace = keyof typeof table;

/** The problems of every place that has some. */
export const problemSets: Readonly<Record<ProblemPlace, ProblemSet>> = table;

/** The places with problems, easiest first. */
export const problemPlaces = Object.keys(table) as readonly ProblemPlace[];

/** Whether there are problems at a place. */
export function isProblemPlace(place: PlaceId): place is ProblemPlace {
  return Object.hasOwn(table, place);
}
