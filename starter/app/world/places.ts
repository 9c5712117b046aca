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

const table = {
  tower: {
    title: "The Ivory Tower",
    description:
      "The stairs are an unbounded queue. At the top: one desk, one window, and one question that everybody down there " +
      "has stopped asking aloud.",
    at: [0, 0],
    exits: ["lab"],
    fromRank: 6,
    mining: 0,
  },
  lab: {
    title: "The Systems Lab",
    description:
      "Three generations of prototypes, all of them still in production. A label on the big red switch says: eventually " +
      "consistent. The sockets are excellent.",
    at: [1, 0],
    exits: ["tower", "library", "quad"],
    fromRank: 4,
    mining: 2,
  },
  library: {
    title: "The Library",
    description:
      "Every paper that was ever cited, and the one copy of the one that nobody cites and everybody needs, which is out " +
      "on loan until 2087.",
    at: [2, 0],
    exits: ["lab", "registrar"],
    fromRank: 2,
    mining: 0,
  },
  dorm: {
    title: "Your Dorm Room",
    description:
      "A bed, a laptop from home, and a socket that does not ask questions. Strangely, everybody's dorm room is this " +
      "one; the housing office replicates.",
    at: [0, 1],
    exits: ["quad", "store"],
    fromRank: 0,
    mining: 1,
  },
  quad: {
    title: "The Quad",
    description:
      "Grass, a fence that is repainted every night, and paths that were laid where people walked: the only piece of " +
      "infrastructure here that was ever designed from its access log.",
    at: [1, 1],
    exits: ["dorm", "lab", "registrar", "cafe"],
    fromRank: 0,
    mining: 0,
  },
  registrar: {
    title: "The Registrar",
    description:
      "One counter, one clerk, a strict FIFO queue. Whoever has gained enough insight, and has the fee, can apply here " +
      "for the next rank.",
    at: [2, 1],
    exits: ["quad", "library"],
    fromRank: 0,
    mining: 0,
  },
  store: {
    title: "The Surplus Store",
    description:
      "Hardware that the departments threw out, sold back to them at a profit. The owner knows every serial number by " +
      "heart and no customer by name.",
    at: [0, 2],
    exits: ["dorm", "cafe"],
    fromRank: 0,
    mining: 0,
  },
  cafe: {
    title: "The Idempotent Bean",
    description:
      "Ordering twice gets you one coffee, unless you pay twice. A good place to talk, and the reason why anybody thinks " +
      "faster in the afternoon.",
    at: [1, 2],
    exits: ["quad", "store", "hall"],
    fromRank: 0,
    mining: 0,
  },
  hall: {
    title: "The Lecture Hall",
    description:
      "The course that the older students would not stop talking about. The problem set is on the board, for everybody " +
      "at once: whatever anybody solves of it is solved for all.",
    at: [2, 2],
    exits: ["cafe", "cluster"],
    fromRank: 0,
    mining: 0,
  },
  cluster: {
    title: "The Cluster Room",
    description:
      "A basement full of fans. Nobody has the key, so it is always open; somebody else pays for the power. A sign says: " +
      "NO MINING. It hums along.",
    at: [2, 3],
    exits: ["hall"],
    fromRank: 1,
    mining: 1.5,
  },
} as const;

/** The name of a place, as players type it. */
export type PlaceId = keyof typeof table;

/** All places by name. The map is drawn from their positions and exits. */
export const places: Readonly<Record<PlaceId, Place>> = table;

/** The names of all places. */
export const placeIds = Object.keys(table) as readonly PlaceId[];

/** Where new players start. */
export const firstPlace: PlaceId = "dorm";

/** Whether a text is the name of a place. */
export function isPlaceId(text: string): text is PlaceId {
  return Object.hasOwn(table, text);
}
