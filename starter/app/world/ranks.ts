/** A step of the career. */
export interface Rank {
  readonly title: string;
  /** The insight it takes. */
  readonly insight: number;
  /** What the registrar charges, in coins. */
  readonly fee: number;
  /** What happens when one gets there. */
  readonly story: string;
}

/** The ranks, from the lowest to the highest; a player's rank is an index. */
export const ranks: readonly [Rank, ...Rank[]] = [
  {
    title: "first-year student",
    insight: 0,
    fee: 0,
    story: "You are enrolled. There is a card that says so.",
  },
  {
    title: "sophomore",
    insight: 12,
    fee: 20,
    story:
      "You know now how much you do not know, to two significant digits. The cluster room in the basement no longer " +
      "scares you: there is warm air, free power, and a harder kind of problem.",
  },
  {
    title: "junior",
    insight: 90,
    fee: 80,
    story:
      "First-years ask you the way. You give them directions that are eventually consistent. Your card opens the library.",
  },
  {
    title: "senior",
    insight: 350,
    fee: 250,
    story:
      "You have strong opinions on clocks. The surplus store lets you into the back room, where the racks are.",
  },
  {
    title: "teaching assistant",
    insight: 900,
    fee: 600,
    story:
      'Forty students write to you at night, each of them "just quickly". You learn what a mailbox without bounds is. ' +
      "The systems lab gives you a key.",
  },
  {
    title: "doctoral student",
    insight: 2_500,
    fee: 1_500,
    story:
      "You may now work on one thing for five years. Your adviser calls it a simple extension. Nobody has seen your " +
      "adviser since; messages are delivered at most once.",
  },
  {
    title: "postdoc",
    insight: 6_500,
    fee: 4_000,
    story:
      "A doctor, though not one that helps on aeroplanes. You replicate yourself to three cities and reach quorum in " +
      "none. From here you can see the tower.",
  },
  {
    title: "professor",
    insight: 18_000,
    fee: 10_000,
    story:
      "You get an office, a chair in both senses, and a calendar on which the last writer wins. Students laugh at your " +
      "jokes, within a bounded delay.",
  },
  {
    title: "laureate",
    insight: 45_000,
    fee: 25_000,
    story:
      "The phone rings at five in the morning, and for once it is not the pager. They have a bowl for you. You thank " +
      "everybody who ever typed `solve`, in no particular order, for there is none.",
  },
];

/** The rank with an index; the highest for indices beyond it. */
export function rankAt(index: number): Rank {
  return ranks[Math.max(0, Math.min(index, ranks.length - 1))] ?? ranks[0];
}
