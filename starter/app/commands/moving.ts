import { closest } from "../../program.js";
import { directions, exitTowards, wayTo } from "../rules/walking.js";
import { isPlaceId, placeIds, places, type PlaceId } from "../world/places.js";
import { rankAt } from "../world/ranks.js";
import { placeView } from "../view/place_view.js";
import type { Turn } from "./turn.js";

/** How long it takes to walk from a place to the next, in milliseconds. */
const stepMs = 500;

/** Walks to a place, or in a direction. */
export async function go(turn: Turn, rest: string): Promise<void> {
  const { me } = turn.scene;
  const word = rest
    .trim()
    .toLowerCase()
    .replace(/^(to )?(the )?/, "");
  const target = targetOf(word, me.place);
  if ("refused" in target) {
    turn.print(target.refused);
    return;
  }
  const { place } = target;
  const way = wayTo(me.place, place, me.rank);
  if (way === undefined) {
    const { title, fromRank } = places[place];
    const wanted = rankAt(fromRank).title;
    turn.print(`The door of ${title} takes your card, thinks, and says no: from ${wanted} on.`);
    return;
  }
  const from = me.place;
  if (way.length > 0) turn.announce({ type: "departed", to: place });
  for (const next of way) {
    await turn.busy(`walking to the ${next}`, stepMs);
    turn.update({ ...turn.scene.me, place: next });
    turn.puzzle = undefined;
  }
  if (way.length > 0) turn.announce({ type: "arrived", from });
  turn.print(placeView(turn.scene));
}

function targetOf(
  word: string,
  here: PlaceId,
): { readonly place: PlaceId } | { readonly refused: string } {
  if (word === "") return { refused: `Where to? From here: ${places[here].exits.join(", ")}.` };
  if (isPlaceId(word)) return { place: word };
  const direction = directions.find(
    (name) => name === word || (word.length === 1 && name.startsWith(word)),
  );
  if (direction !== undefined) {
    const exit = exitTowards(here, direction);
    return exit === undefined ? { refused: `There is no way ${direction}.` } : { place: exit };
  }
  const starting = placeIds.filter((id) => id.startsWith(word));
  const [only] = starting;
  if (starting.length === 1 && only !== undefined) return { place: only };
  const guess = closest(word, placeIds);
  return {
    refused:
      guess === undefined
        ? `There is no such place. There are: ${placeIds.join(", ")}.`
        : `There is no such place. Did you mean ${guess}?`,
  };
}
