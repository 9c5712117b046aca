import { existsSync } from "node:fs";
import { join } from "node:path";
import { kitRoot } from "../../trees/kit_paths.js";
import type { Sentence } from "./sentences.js";

/**
 * What becomes of every sentence of an assignment, by the sections and student files in which they stand. No sentence
 * is without an entry, so nothing is promised or demanded that nobody tests.
 */
export type PromiseTable = Readonly<Record<string, readonly PromiseEntry[]>>;

/** Says what becomes of some sentences of one place. */
export interface PromiseEntry {
  /** How the sentences begin; {@link everything} for all of the place. */
  readonly says: readonly string[];
  readonly verdict: Verdict;
}

/** What becomes of a sentence: tests decide it, the kit keeps it, or it is left to the reader for a reason. */
export type Verdict =
  | {
      readonly is: "decided";
      /** The ids of the tests and checks that a program fails if it breaks the sentence. */
      readonly tests: readonly string[];
      /** The names of wrong solutions that break it. */
      readonly wrong: readonly string[];
    }
  | {
      readonly is: "kept";
      /** The kit's own tests, relative to the kit. */
      readonly tests: readonly string[];
    }
  | { readonly is: "advice" | "explanation"; readonly why: string };

/** In the place of quotes: all sentences of a place. Only for what explains or advises as a whole. */
export const everything = "*";

/** Why a section is only {@link explanation}: it summarizes others. */
export const overview = "An overview; the sections that follow say it again.";

/** Why a sentence is only {@link explanation}: no program can break it. */
export const organization = "It is about the course, not about a program.";

/** Why a sentence is only {@link explanation}: what it leads to has a verdict of its own. */
export const leadsOn = "It introduces or explains what follows.";

/** Why a sentence is only {@link explanation}: right solutions of other designs make use of it. */
export const permits = "It permits something; the kept designs do it and lose nothing.";

/** Tests decide these sentences, and these wrong solutions break them. */
export function decided(
  says: string | readonly string[],
  tests: readonly string[],
  wrong: readonly string[],
): PromiseEntry {
  return { says: [says].flat(), verdict: { is: "decided", tests, wrong } };
}

/** The given code or the grader does what these sentences say, and these tests of the kit hold it to that. */
export function kept(says: string | readonly string[], ...tests: readonly string[]): PromiseEntry {
  return { says: [says].flat(), verdict: { is: "kept", tests } };
}

/** These sentences help, and whoever does otherwise may still be right. */
export function advice(says: string | readonly string[], why: string): PromiseEntry {
  return { says: [says].flat(), verdict: { is: "advice", why } };
}

/** These sentences explain, and demand and promise nothing that a program could break. */
export function explanation(says: string | readonly string[], why: string): PromiseEntry {
  return { says: [says].flat(), verdict: { is: "explanation", why } };
}

/** A sentence and what becomes of it. */
export interface PromiseRow extends Sentence {
  readonly verdict: Verdict;
}

/** What is known beside the sentences. */
export interface KnownPrograms {
  /** The ids of all tests and checks. */
  readonly tests: readonly string[];
  /** The tests that must fail for each wrong solution, by its name. */
  readonly wrong: ReadonlyMap<string, readonly string[]>;
}

/** Each sentence with its verdict, in order; those without an entry are left out. */
export function rowsOf(sentences: readonly Sentence[], table: PromiseTable): PromiseRow[] {
  return sentences.flatMap((sentence) => {
    const [entry] = entriesFor(sentence, table);
    return entry === undefined ? [] : [{ ...sentence, verdict: entry.verdict }];
  });
}

/**
 * Finds what is wrong with a table: a sentence with no entry or several, an entry whose sentence is gone, a decided
 * sentence that lacks a test or a wrong solution, a name that does not exist, and a wrong solution that fails none of
 * the tests named with it.
 */
export function problemsOf(
  sentences: readonly Sentence[],
  table: PromiseTable,
  known: KnownPrograms,
): string[] {
  return [
    ...sentences.flatMap((sentence) => {
      const count = entriesFor(sentence, table).length;
      if (count === 1) return [];
      const words = count === 0 ? "has no entry" : `has ${count} entries`;
      return [`${sentence.id} ${words}: "${sentence.text}"`];
    }),
    ...Object.entries(table).flatMap(([place, entries]) => {
      const there = sentences.filter((sentence) => sentence.place === place);
      return entries.flatMap((entry) => [
        ...quoteProblems(place, entry, there),
        ...verdictProblems(place, entry, known),
      ]);
    }),
  ];
}

function entriesFor({ place, text }: Sentence, table: PromiseTable): PromiseEntry[] {
  return (table[place] ?? []).filter(({ says }) =>
    says.some((start) => start === everything || text.startsWith(start)),
  );
}

function quoteProblems(
  place: string,
  { says, verdict }: PromiseEntry,
  there: readonly Sentence[],
): string[] {
  if (says.includes(everything)) {
    return verdict.is === "decided" ? [`${place}: what is decided must be quoted`] : [];
  }
  return says.flatMap((start) => {
    const count = there.filter(({ text }) => text.startsWith(start)).length;
    return count === 1 ? [] : [`${place}: ${count} sentences begin with "${start}"`];
  });
}

function verdictProblems(
  place: string,
  { says, verdict }: PromiseEntry,
  known: KnownPrograms,
): string[] {
  const at = `${place}: "${says[0]}"`;
  if ("why" in verdict) return verdict.why === "" ? [`${at} has no reason`] : [];
  const noTest = verdict.tests.length === 0 ? [`${at} names no test`] : [];
  if (verdict.is === "kept") {
    const lost = verdict.tests.filter((file) => !existsSync(join(kitRoot, file)));
    return [...noTest, ...lost.map((file) => `${at}: there is no ${file}`)];
  }
  const { tests, wrong } = verdict;
  return [
    ...noTest,
    ...(wrong.length === 0 ? [`${at} names no wrong solution`] : []),
    ...tests.filter((id) => !known.tests.includes(id)).map((id) => `${at}: there is no test ${id}`),
    ...wrong.flatMap((name) => {
      const failing = known.wrong.get(name);
      if (failing === undefined) return [`${at}: there is no wrong solution ${name}`];
      if (failing.some((id) => tests.includes(id))) return [];
      return [`${at}: ${name} fails none of its tests; it fails ${failing.join(", ")}`];
    }),
  ];
}
