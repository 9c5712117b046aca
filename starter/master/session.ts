import { clearLine, createInterface, cursorTo } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { addToHistory, historySize, loadHistory } from "../line_history.js";
import { platform } from "../platform/current.js";
import { explainError } from "../program.js";
import { commandNames, helpText, parseCommand } from "./commands.js";
import type { Master } from "./master.js";

/** The input and output of a session. */
export interface SessionStreams {
  readonly input: Readable;
  readonly output: Writable;
  readonly errors: Writable;
}

/** Reads commands, lets a master carry them out, one after the other, and prints what they yield. */
export class Session {
  constructor(
    private readonly master: Master,
    private readonly streams: SessionStreams,
  ) {}

  /** Reads commands from a pipe until its end. A line that fails is reported with its number, and the next one follows. */
  async readPipe(): Promise<void> {
    const lines = createInterface({ input: this.streams.input, crlfDelay: Infinity });
    let number = 0;
    for await (const line of lines) {
      number++;
      await this.#carryOut(line, `line ${number}: `);
    }
  }

  /** Reads commands at a terminal, until `quit`, Ctrl-D, or Ctrl-C on an empty line. */
  async talk(historyFile: string): Promise<void> {
    const { input, output } = this.streams;
    const terminal = createInterface({
      ...{ input, output, terminal: true, prompt: "> " },
      ...{ history: loadHistory(historyFile), historySize, removeHistoryDuplicates: true },
      completer: (line: string): [string[], string] => [
        commandNames.filter((name) => name.startsWith(line)).map((name) => `${name} `),
        line,
      ],
    });
    terminal.on("SIGINT", () => {
      if (terminal.line === "") terminal.close();
      else {
        output.write("^C\n");
        // Readline's keys that move to the end of the line, and delete back to its start.
        terminal.write(null, { ctrl: true, name: "e" });
        terminal.write(null, { ctrl: true, name: "u" });
        terminal.prompt();
      }
    });
    terminal.prompt();
    // Lines that are typed or pasted while a command runs are queued.
    for await (const line of terminal) {
      addToHistory(historyFile, line);
      const word = line.trim();
      if (word === "quit" || word === "exit") {
        terminal.close();
        return;
      }
      if (word === "help") output.write(`${helpText}\n`);
      else {
        const startedMs = platform().monotonicNow();
        await this.#carryOut(line, "", () => {
          // Move the prompt, and what was typed in the meantime, below the result.
          cursorTo(output, 0);
          clearLine(output, 0);
        });
        const tookMs = platform().monotonicNow() - startedMs;
        if (tookMs >= 100) output.write(`(${(tookMs / 1_000).toFixed(1)} s)\n`);
      }
      terminal.prompt(true);
    }
    // End the line with the prompt.
    output.write("\n");
  }

  /** Carries a line out; `onResult` is called before anything is printed. */
  async #carryOut(
    line: string,
    beforeError: string,
    onResult: () => void = () => undefined,
  ): Promise<void> {
    try {
      const command = parseCommand(line);
      const printed = command === undefined ? [] : await this.master.execute(command);
      onResult();
      for (const text of printed) this.streams.output.write(`${text}\n`);
    } catch (error) {
      onResult();
      this.streams.errors.write(`${beforeError}${explainError(error).split("\n", 1)[0] ?? ""}\n`);
    }
  }
}
