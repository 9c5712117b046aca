import { nameOf } from "../store/world.js";
import { placeIds, places, type PlaceId } from "../world/places.js";
import type { Scene } from "./scene.js";
import { cut, pad, paint } from "./text.js";

const columnCount = 3;
const cellWidth = 23;
/** The maximum number of lines with players below a place's name. */
const playerLines = 2;

/** The map, with all players who are present. 69 columns, at most 15 lines. */
export function mapView(scene: Scene): string {
  const lastRow = Math.max(...placeIds.map((id) => places[id].at[1]));
  const lines: string[] = [];
  for (let row = 0; row <= lastRow; row++) {
    const rowPlaces = Array.from({ length: columnCount }, (_, column) => placeAt(column, row));
    const cells = rowPlaces.map((place, i) => {
      const sides = [joined(place, rowPlaces[i - 1]), joined(place, rowPlaces[i + 1])] as const;
      return cellOf(scene, place, sides);
    });
    const height = Math.max(...cells.map((cell) => cell.length));
    for (let line = 0; line < height; line++) {
      lines.push(
        cells
          .map((cell) => cell[line] ?? " ".repeat(cellWidth))
          .join("")
          .trimEnd(),
      );
    }
    if (row < lastRow) {
      const links = rowPlaces.map((place, column) =>
        pad(
          joined(place, placeAt(column, row + 1))
            ? `${" ".repeat(Math.floor(cellWidth / 2))}|`
            : "",
          cellWidth,
        ),
      );
      lines.push(links.join("").trimEnd());
    }
  }
  return lines.join("\n");
}

function placeAt(column: number, row: number): PlaceId | undefined {
  return placeIds.find((id) => places[id].at[0] === column && places[id].at[1] === row);
}

function joined(a: PlaceId | undefined, b: PlaceId | undefined): boolean {
  return a !== undefined && b !== undefined && places[a].exits.includes(b);
}

/** The lines of a place: its name, with connections to the left and right, and the players there. */
function cellOf(
  scene: Scene,
  place: PlaceId | undefined,
  [left, right]: readonly [boolean, boolean],
): string[] {
  if (place === undefined) return [];
  const { me, key, world, present } = scene;
  const here = me.place === place;
  const locked = places[place].fromRank > me.rank;
  const title = `[${here ? "*" : ""}${place}${locked ? " (locked)" : ""}]`;
  const [before, after] = margins(title);
  const painted = locked ? paint.faint(title) : here ? paint.good(title) : paint.place(title);
  const names = [...present]
    .filter((player) => world.players.get(player)?.sheet?.place === place)
    .map((player) => (player === key ? "you" : nameOf(player, world)))
    .sort();
  const shown = names.slice(0, playerLines);
  if (names.length > playerLines) shown[playerLines - 1] = `and ${names.length - 1} more`;
  return [
    (left ? "-" : " ").repeat(before) + painted + (right ? "-" : " ").repeat(after),
    ...shown.map((name) => {
      const [indent, rest] = margins(cut(name, cellWidth));
      return " ".repeat(indent) + paint.player(cut(name, cellWidth)) + " ".repeat(rest);
    }),
  ];
}

/** The spaces on both sides of a text that is centred in a cell. */
function margins(text: string): [before: number, after: number] {
  const before = Math.max(0, Math.floor((cellWidth - text.length) / 2));
  return [before, Math.max(0, cellWidth - text.length - before)];
}
