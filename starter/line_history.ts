import { appendFileSync, readFileSync, writeFileSync } from "node:fs";

/** The maximum number of remembered lines of a terminal session. */
export const historySize = 500;

/** The lines of earlier sessions, latest first, as `readline` requires; none if the file cannot be read. */
export function loadHistory(file: string): string[] {
  try {
    const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
    const kept = lines.slice(-historySize);
    if (lines.length > 2 * historySize) {
      writeFileSync(file, `${kept.join("\n")}\n`, { mode: 0o600 });
    }
    return kept.reverse();
  } catch {
    return [];
  }
}

/** Adds a line. Concurrent sessions each add theirs. Does nothing if the file cannot be written. */
export function addToHistory(file: string, line: string): void {
  if (line.trim() === "") return;
  try {
    appendFileSync(file, `${line}\n`, { mode: 0o600 });
  } catch {
    // A history that cannot be saved is no reason to stop.
  }
}
