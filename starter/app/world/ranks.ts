import { blocks } from "./blocks.js";

/** A step of the career. */
export interface Rank {
  readonly title: string;
  /** The insight required. */
  readonly insight: number;
  /** The registrar's fee, in coins. */
  readonly fee: number;
  /** Printed when a player reaches the rank. */
  readonly story: string;
}

/** The ranks, lowest first; a player's rank is an index. The first line has title, insight and fee. */
export const ranks = blocks(`
first-year student 0 0
You are enrolled. There is a card that says so.

sophomore 12 20
You know now how much you do not know, to two significant digits. The cluster room in the basement no longer scares
you: there is warm air, free power, and a harder kind of problem.

junior 90 80
First-years ask you the way. You give them directions that are eventually consistent. Your card opens the library.

senior 350 250
You have strong opinions on clocks. The surplus store lets you into the back room, where the racks are.

teaching assistant 900 600
Forty students write to you at night, each of them "just quickly". You learn what a mailbox without bounds is. The
systems lab gives you a key.

doctoral student 2500 1500
You may now work on one thing for five years. Your adviser calls it a simple extension. Nobody has seen your adviser
since; messages are delivered at most once.

postdoc 6500 4000
A doctor, though not one that helps on aeroplanes. You replicate yourself to three cities and reach quorum in none.
From here you can see the tower.

professor 18000 10000
You get an office, a chair in both senses, and a calendar on which the last writer wins. Students laugh at your
jokes, within a bounded delay.

laureate 45000 25000
The phone rings at five in the morning, and for once it is not the pager. They have a bowl for you. You thank
everybody who ever typed \`solve\`, in no particular order, for there is none.
`).map(([head = "", ...story]): Rank => {
  const [, title = "", insight = "", fee = ""] = /^(.*) (\d+) (\d+)$/.exec(head) ?? [];
  return { title, insight: Number(insight), fee: Number(fee), story: story.join(" ") };
}) as [Rank, ...Rank[]];

/** The rank with an index; the highest for indices beyond it. */
export function rankAt(index: number): Rank {
  return ranks[Math.max(0, Math.min(index, ranks.length - 1))] ?? ranks[0];
}
