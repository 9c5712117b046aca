import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The lines that are kept. */
const mostLines = 500;

/**
 * Lines that were typed now and in earlier runs, in a file: `~/.cmud_history`, or what the environment
 * variable `CMUD_HISTORY` names. Without a file that can be read and written, a run remembers only itself.
 */
export class History {
  readonly #file: string;

  constructor(file = process.env["CMUD_HISTORY"] ?? join(homedir(), ".cmud_history")) {
    this.#file = file;
  }

  /** The lines kept, the latest first, as `readline` wants them. */
  load(): string[] {
    try {
      const lines = readFileSync(this.#file, "utf8").split("\n").filter(Boolean);
      const kept = lines.slice(-mostLines);
      if (lines.length > 2 * mostLines) this.#write(`${kept.join("\n")}\n`);
      return kept.reverse();
    } catch {
      return [];
    }
  }

  /** Adds a line. Two sessions at once each add theirs. */
  add(line: string): void {
    if (line.trim() === "") return;
    try {
      appendFileSync(this.#file, `${line}\n`, { mode: 0o600 });
    } catch {
      // A history that cannot be kept is no reason to stop.
    }
  }

  #write(text: string): void {
    writeFileSync(this.#file, text, { mode: 0o600 });
  }
}
