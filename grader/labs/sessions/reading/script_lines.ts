import type { History } from "../../../history/history.js";
import { commandOf, type CommandRecord, type MasterCommand } from "../steps/index.js";

/** A line of the script that has run, and what came of it. */
export interface RunLine {
  /** The number of the line in the script, from 1. */
  readonly number: number;
  readonly command: MasterCommand;
  readonly record: CommandRecord;
  /** Where the record is among the history's records. */
  readonly index: number;
}

/** The lines of a script that have run, in order. */
export function runLines({ records }: History): readonly RunLine[] {
  const lines: RunLine[] = [];
  for (const [index, record] of records.entries()) {
    if (record.type !== "command") continue;
    const number = lines.length + 1;
    lines.push({ number, command: commandOf(record.line), record, index });
  }
  return lines;
}

/** What a put or a get printed about its key, without the key; undefined if it printed nothing. */
export function shownOf({ output }: CommandRecord, key: string): string | undefined {
  return output[0]?.slice(key.length + 1);
}

/** Whether the master refused a line, so that nothing has changed. */
export function isRefused({ command, record }: RunLine): boolean {
  return command.name === "bad" || typeof record.error === "string";
}
