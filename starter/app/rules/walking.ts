import { places, type PlaceId } from "../world/places.js";

/** The directions, as players type them. */
export const directions = ["north", "east", "south", "west"] as const;

/** A direction on the map. */
export type Direction = (typeof directions)[number];

/** The direction that a word or its first letter names, if it names one. */
export function directionMeant(word: string): Direction | undefined {
  return directions.find((name) => name === word || (word.length === 1 && name.startsWith(word)));
}

/**
 * The places on the shortest way that is open to a rank, without the first and with the last: none when one is there
 * already, undefined when there is no way.
 */
export function wayTo(from: PlaceId, to: PlaceId, rank: number): PlaceId[] | undefined {
  const cameFrom = new Map<PlaceId, PlaceId | undefined>([[from, undefined]]);
  for (const here of cameFrom.keys()) {
    for (const exit of places[here].exits) {
      if (!cameFrom.has(exit) && places[exit].fromRank <= rank) cameFrom.set(exit, here);
    }
  }
  if (!cameFrom.has(to)) return undefined;
  const way: PlaceId[] = [];
  for (let at: PlaceId | undefined = to; at !== undefined && at !== from; at = cameFrom.get(at)) {
    way.unshift(at);
  }
  return way;
}

/** The exit of a place that lies in a direction, if there is one. */
export function exitTowards(place: PlaceId, direction: Direction): PlaceId | undefined {
  return places[place].exits.find((exit) => directionOf(place, exit) === direction);
}

/** The direction in which a neighbouring place lies. */
export function directionOf(from: PlaceId, to: PlaceId): Direction {
  const [column, row] = places[from].at;
  const [toColumn, toRow] = places[to].at;
  if (toRow !== row) return toRow < row ? "north" : "south";
  return toColumn > column ? "east" : "west";
}
