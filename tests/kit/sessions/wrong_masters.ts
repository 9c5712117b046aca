import type { Mutant } from "../mutants/mutant.js";

/** A foreign master that is wrong: the one in `fixtures/master.py`, which breaks what its name says. */
export type WrongMaster = Pick<Mutant, "name" | "why" | "failing">;

/** Wrong masters: what the assignment says about commands holds for programs of other languages, too. */
export const wrongMasters: readonly WrongMaster[] = [
  {
    name: "master-prints-errors",
    why: "Complaints about bad commands go to standard output.",
    failing: ["OneServerBadCommands"],
  },
  {
    name: "master-trims-values",
    why: "Values lose the blanks at their ends.",
    failing: ["OneServerValues"],
  },
  {
    name: "master-sorts-backwards",
    why: "A store is printed in the wrong order.",
    failing: ["OneServerValues"],
  },
  {
    name: "master-toggles-links",
    why: "To restore a link that is whole breaks it.",
    failing: ["OneServerNoConnection"],
  },
  {
    name: "master-cuts-nothing",
    why: "Links do not break.",
    failing: ["PartitionHidesWrites"],
  },
  {
    name: "master-keeps-stores",
    why: "A killed server has its store again when its id is used again.",
    failing: ["CrashLosesWrite"],
  },
  {
    name: "master-restores-links",
    why: "A server that joins restores the links between all others.",
    failing: ["CrashInTheMiddle"],
  },
];

/** A wrong master that takes half a minute to be found out. */
export const slowMaster: WrongMaster = {
  name: "master-is-slow",
  why: "A put takes 60 ms.",
  failing: ["Throughput20", "Throughput30", "Throughput40"],
};
