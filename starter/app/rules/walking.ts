import { places, type PlaceId } from "../world/places.js";

/** The directions, as players type them. */
export const directions = ["north", "east", "south", "west"] as const;

/** A direction on the map. */
export type Direction = (typeof directions)[number];

/** The direction with this name or first letter, if any. */
export function directionMeant(word: string): Direction | undefined {
  return directions.find((name) => name === word || (word.length === 1 && name.startsWith(word)));
}

/**
 * The places on the shortest path that is open to a rank, without the start and with the end. Undefined if there is no
 * path.
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

/** The exit of a place in a direction, if any. */
export function exitTowards(place: PlaceId, direction: Direction): PlaceId | undefined {
  return places[place].exits.find((exit) => directionOf(place, exit) === direction);
}

/** The direction from a place to a neighbouring one. */
export function directionOf(from: PlaceId, to: PlaceId): Direction {
  const [column, row] = places[from].at;
  const [toColumn, toRow] = places[to].at;
  if (toRow !== row) return toRow < row ? "north" : "south";
  return toColumn > column ? "east" : "west";
}
