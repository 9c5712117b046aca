import { closest } from "../../program.js";
import type { Player } from "../game/player.js";
import { directionMeant, exitTowards, wayTo } from "../rules/walking.js";
import { placeView } from "../view/place_view.js";
import { isPlaceId, placeIds, places, type PlaceId } from "../world/places.js";
import { rankAt } from "../world/ranks.js";

/** How long it takes to walk to a neighbouring place, in milliseconds. */
const stepMs = 500;

/** Walks to a place, or in a direction. */
export async function go(player: Player, rest: string): Promise<void> {
  const { me } = player.scene;
  const word = rest
    .trim()
    .toLowerCase()
    .replace(/^(to )?(the )?/, "");
  const place = placeMeant(word, me.place);
  if (place === undefined) {
    player.print(refusal(word, me.place));
    return;
  }
  const way = wayTo(me.place, place, me.rank);
  if (way === undefined) {
    const { title, fromRank } = places[place];
    const wanted = rankAt(fromRank).title;
    player.print(`The door of ${title} takes your card, thinks, and says no: from ${wanted} on.`);
    return;
  }
  if (way.length > 0) player.own.announce({ type: "departed", to: place });
  for (const next of way) {
    await player.busy(`walking to the ${next}`, stepMs);
    player.own.sheet = { ...player.scene.me, place: next };
    player.puzzle = undefined;
  }
  if (way.length > 0) player.own.announce({ type: "arrived", from: me.place });
  player.print(placeView(player.scene));
}

/** The place that a word names: by name, by the beginning of a name, or by direction. */
function placeMeant(word: string, here: PlaceId): PlaceId | undefined {
  if (isPlaceId(word)) return word;
  const direction = directionMeant(word);
  if (direction !== undefined) return exitTowards(here, direction);
  const [only, another] = placeIds.filter((id) => word !== "" && id.startsWith(word));
  return another === undefined ? only : undefined;
}

function refusal(word: string, here: PlaceId): string {
  if (word === "") return `Where to? From here: ${places[here].exits.join(", ")}.`;
  const direction = directionMeant(word);
  if (direction !== undefined) return `There is no way ${direction}.`;
  const guess = closest(word, placeIds);
  return guess === undefined
    ? `There is no such place. There are: ${placeIds.join(", ")}.`
    : `There is no such place. Did you mean ${guess}?`;
}
