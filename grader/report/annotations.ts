import { createHash } from "node:crypto";
import { failureGroups, messageOf, sameWords } from "./failures.js";
import type { GradeReport } from "./report_types.js";

/** Something to show at a line of the code. */
export interface Annotation {
  /** Relative to the checkout, with forward slashes. */
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
  readonly level: "error" | "warning";
  readonly title: string;
  readonly message: string;
}

/** GitHub shows at most ten errors and ten warnings of a step. */
const mostOfALevel = 10;

/**
 * What a run has found, at the lines that it concerns: findings of the checks, and one annotation for each cause of
 * failed tests, at the line that its message names or at the top of the file to look at.
 *
 * @param treeFolder where the tree's files are, relative to the checkout, such as `starter`.
 */
export function annotationsOf(report: GradeReport, treeFolder = report.tree): Annotation[] {
  const places = report.checks.flatMap(({ id, places: found = [] }) =>
    found.map(({ file, line, code, message }): Annotation => {
      const level = id === "typecheck" ? "error" : "warning";
      return { file, line, level, title: code, message };
    }),
  );
  const failures = failureGroups(report.tests).map((group): Annotation => {
    const message = [messageOf(group.told), group.told.repeat ?? "", sameWords(group)];
    return {
      ...placeOf(message[0] ?? "", `${treeFolder}/${group.told.file}`),
      level: "error",
      title: group.told.id,
      message: message.filter((line) => line !== "").join("\n"),
    };
  });
  return [...places, ...failures];
}

/** The first line of a file that a message names. */
function placeOf(message: string, file: string): { readonly file: string; readonly line: number } {
  const [, named, line] = /([\w./-]+\.ts):(\d+)/.exec(message) ?? [];
  return named === undefined ? { file, line: 1 } : { file: named, line: Number(line) };
}

/** Annotations as workflow commands of GitHub Actions, to be printed on stdout; no more than GitHub shows. */
export function githubCommands(report: GradeReport): string {
  const all = annotationsOf(report);
  const shown = (["error", "warning"] as const).flatMap((level) =>
    all.filter((annotation) => annotation.level === level).slice(0, mostOfALevel),
  );
  return shown
    .map(({ level, file, line, title, message }) => {
      const at = `file=${property(file)},line=${line},title=${property(title)}`;
      return `::${level} ${at}::${data(message)}\n`;
    })
    .join("");
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** A finding as GitLab's code quality reports have it. */
export interface QualityFinding {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: "major" | "minor";
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/** The annotations as a code quality report of GitLab. */
export function codeQuality(report: GradeReport): QualityFinding[] {
  return annotationsOf(report).map(({ file, line, level, title, message }) => ({
    description: message,
    check_name: title,
    fingerprint: createHash("sha256")
      .update(`${file}\0${line}\0${title}\0${message}`)
      .digest("hex"),
    severity: level === "error" ? "major" : "minor",
    location: { path: file, lines: { begin: line } },
  }));
}
