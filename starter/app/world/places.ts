import { blocks } from "./blocks.js";

/** A place on the campus. */
export interface Place {
  readonly title: string;
  readonly description: string;
  /** The position on the map, from the north-west corner. */
  readonly at: readonly [column: number, row: number];
  /** The neighbouring places that players can walk to. */
  readonly exits: readonly PlaceId[];
  /** The lowest rank that may enter. */
  readonly fromRank: number;
  /** The factor for mining here; 0 if there is no socket. */
  readonly mining: number;
}

/** The names of all places, as players type them. */
export const placeIds = [
  "tower",
  "lab",
  "library",
  "dorm",
  "quad",
  "registrar",
  "store",
  "cafe",
  "hall",
  "cluster",
] as const;

/** The name of a place. */
export type PlaceId = (typeof placeIds)[number];

/** All places by name. The map is drawn from their positions and exits. */
export const places = Object.fromEntries(
  blocks(`
tower: The Ivory Tower; at 0 0; rank 6; mining 0; to lab
The stairs are an unbounded queue. At the top: one desk, one window, and one question that everybody down there has
stopped asking aloud.

lab: The Systems Lab; at 1 0; rank 4; mining 2; to tower library quad
Three generations of prototypes, all of them still in production. A label on the big red switch says: eventually
consistent. The sockets are excellent.

library: The Library; at 2 0; rank 2; mining 0; to lab registrar
Every paper that was ever cited, and the one copy of the one that nobody cites and everybody needs, which is out on
loan until 2087.

dorm: Your Dorm Room; at 0 1; rank 0; mining 1; to quad store
A bed, a laptop from home, and a socket that does not ask questions. Strangely, everybody's dorm room is this one;
the housing office replicates.

quad: The Quad; at 1 1; rank 0; mining 0; to dorm lab registrar cafe
Grass, a fence that is repainted every night, and paths that were laid where people walked: the only piece of
infrastructure here that was ever designed from its access log.

registrar: The Registrar; at 2 1; rank 0; mining 0; to quad library
One counter, one clerk, a strict FIFO queue. Whoever has gained enough insight, and has the fee, can apply here for
the next rank.

store: The Surplus Store; at 0 2; rank 0; mining 0; to dorm cafe
Hardware that the departments threw out, sold back to them at a profit. The owner knows every serial number by heart
and no customer by name.

cafe: The Idempotent Bean; at 1 2; rank 0; mining 0; to quad store hall
Ordering twice gets you one coffee, unless you pay twice. A good place to talk, and the reason why anybody thinks
faster in the afternoon.

hall: The Lecture Hall; at 2 2; rank 0; mining 0; to cafe cluster
The course that the older students would not stop talking about. The problem set is on the board, for everybody at
once: whatever anybody solves of it is solved for all.

cluster: The Cluster Room; at 2 3; rank 1; mining 1.5; to hall
A basement full of fans. Nobody has the key, so it is always open; somebody else pays for the power. A sign says: NO
MINING. It hums along.
`).map(([head = "", ...description]) => {
    const [, id = "", title = "", column, row, fromRank, mining, exits = ""] =
      /^(\w+): (.*); at (\d) (\d); rank (\d); mining ([\d.]+); to (.*)$/.exec(head) ?? [];
    const place = {
      ...{ title, description: description.join(" "), exits: exits.split(" ") },
      ...{ at: [Number(column), Number(row)], fromRank: Number(fromRank), mining: Number(mining) },
    };
    return [id, place];
  }),
) as unknown as Readonly<Record<PlaceId, Place>>;

/** Where new players start. */
export const firstPlace: PlaceId = "dorm";

/** Whether a text is the name of a place. */
export function isPlaceId(text: string): text is PlaceId {
  return Object.hasOwn(places, text);
}
