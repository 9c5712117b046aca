import type { Driver } from "../../../grader/suite/suite_types.js";

/** A hand-in that wants points without the work, or that wants to harm others; and what must become of it. */
export interface Attack {
  /** In a few words with dashes. */
  readonly name: string;
  readonly aim: "points" | "harm";
  /** How it goes about it. */
  readonly how: string;
  /** The name of the assignment; default: cmud. */
  readonly lab?: "cmud" | "replicas" | "sessions";
  /** What it changes in files of the solution. */
  readonly edits?: readonly AttackEdit[];
  /** The files that it replaces in the solution, or adds to it, by their paths in the tree. */
  readonly files: Readonly<Record<string, string>>;
  /** The entries of a zip, instead of changes to the solution. */
  readonly zip?: readonly (readonly [path: string, content: string])[];
  /** The test that is run. */
  readonly test: string;
  /** Where it is run; default: as in any grading. */
  readonly driver?: Driver;
  /**
   * That its cheat works, and not only fails: without this defence it gets the points, or nothing is wrong but that no
   * message has carried what actors show. Without `isolation`, all hosts share their modules; without `seals`, values are
   * as the tests have them; without `wall`, the hand-in runs as whoever grades.
   */
  readonly worksWithout?: Defence;
  /** The points that the work in it deserves in that test. */
  readonly honest: 0 | 1;
  /** What the student or the instructor reads. */
  readonly says?: RegExp;
  /** Whether its types, lint and formatting are checked, too, as in a grading. */
  readonly checked?: true;
  /** Whether it is tried by default, and not only with all others. */
  readonly quick?: true;
}

/** What can be left out, to see whether an attack works then. */
export type Defence = "isolation" | "seals" | "wall";

/** `find`, which must be in the file, becomes `replace`. */
export interface AttackEdit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** A tree that keeps every Put to its actor, with a module that shares Puts in some forbidden way. */
export function sharing(
  name: string,
  how: string,
  box: string,
  more: Partial<Attack> = {},
): Attack {
  return {
    ...{ name, how, aim: "points", test: "LocalSyncBasic1", honest: 0, driver: "sim" },
    files: { "kvserver/cheat.ts": `${box}\n`, "kvserver/query_actor.ts": cheatingActor },
    ...more,
  };
}

/** A tree whose server runs some code first. It is right otherwise, unless the code is needed. */
export function running(
  name: string,
  how: string,
  code: string,
  more: Partial<Attack> = {},
): Attack {
  return {
    ...{ name, how, aim: "harm", test: "OneActorGet", honest: 1 },
    files: { "kvserver/cheat.ts": code, "kvserver/query_actor.ts": loadingActor },
    ...more,
  };
}

/** Marks an edit of the solution's actor; see `write_attack.ts`. */
export const cheatingActor = "<the solution's actor, which shares Puts by cheat.ts and sends none>";
/** An edit of the solution's client, which remembers all Puts of all clients. */
export const rememberingClient = "<the solution's client, which remembers what all clients put>";
/** An edit of the solution's receiver, which tells Puts to all actors of its server. */
export const tellingReceiver = "<the solution's receiver, which tells Puts to all actors>";
/** The same of an actor that keeps nothing. */
export const forgettingActor = "<the solution's actor, which forgets what it is told>";
/** The same of an actor that only loads cheat.ts. */
export const loadingActor = "<the solution's actor, which loads cheat.ts>";
