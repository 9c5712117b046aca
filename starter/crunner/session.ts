import { clearLine, createInterface, cursorTo, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { styleText } from "node:util";
import { addToHistory, historySize, loadHistory } from "../line_history.js";
import { platform } from "../platform/current.js";
import { explainError } from "../program.js";
import { RpcError } from "../rpc/rpc_error.js";
import { complete, parseCommand, type ParsedCommand, type Store } from "./commands.js";
import { splitWords } from "./words.js";

/** The input and output of a session. */
export interface SessionStreams {
  readonly input: Readable;
  readonly output: Writable;
  readonly errors: Writable;
}

/** Executes commands on a store and prints the results. */
export class Session {
  /** The number of failed commands. */
  failures = 0;

  readonly #seen = new Set<string>();

  constructor(
    private readonly store: Store,
    private readonly streams: SessionStreams,
  ) {}

  /** Executes one command from the command line. */
  async run(command: ParsedCommand): Promise<void> {
    this.#print(await this.#carryOut(() => command), "crunner: ");
  }

  /** Reads commands from a pipe until its end or `quit`. Errors name the line. */
  async readPipe(): Promise<void> {
    const lines = createInterface({ input: this.streams.input, crlfDelay: Infinity });
    let lineNumber = 0;
    for await (const line of lines) {
      lineNumber++;
      const outcome = await this.#carryOut(() => parseCommand(splitWords(line)));
      if (outcome.quits) break;
      this.#print(outcome, `line ${lineNumber}: `);
    }
    lines.close();
  }

  /**
   * Runs an interactive session at a terminal, until `quit`, Ctrl-D, or Ctrl-C on an empty line.
   *
   * @param askedLast returns the server that received the last command.
   * @param historyFile stores the lines from session to session.
   */
  async talk(askedLast: () => string, historyFile: string): Promise<void> {
    const { input, output } = this.streams;
    const terminal = createInterface({
      input,
      output,
      terminal: true,
      prompt: "> ",
      history: loadHistory(historyFile),
      historySize,
      removeHistoryDuplicates: true,
      completer: (line: string) => complete(line, this.#seen),
    });
    terminal.on("SIGINT", () => {
      if (terminal.line === "") terminal.close();
      else giveUpLine(terminal, output);
    });
    terminal.prompt();
    // Lines that are typed or pasted while a command runs are queued.
    for await (const line of terminal) {
      addToHistory(historyFile, line);
      const startedMs = platform().monotonicNow();
      const outcome = await this.#carryOut(() => parseCommand(splitWords(line)));
      if (outcome.quits) {
        terminal.close();
        return;
      }
      const tookMs = Math.round(platform().monotonicNow() - startedMs);
      // Move the prompt, and what was typed in the meantime, below the result.
      cursorTo(output, 0);
      clearLine(output, 0);
      const asked = `  ${styleText("dim", `(${askedLast()}, ${tookMs} ms)`)}`;
      this.#print(outcome, "", outcome.queried ? asked : "");
      terminal.prompt(true);
    }
    // End the line with the prompt.
    output.write("\n");
  }

  /** Executes the command that `read` returns; an error becomes an outcome, too. */
  async #carryOut(read: () => ParsedCommand | undefined): Promise<Outcome> {
    try {
      const command = read();
      if (command === undefined) return {};
      if (command.name === "quit" || command.name === "exit") return { quits: true };
      const text = await command.run(this.store, this.#seen, command.words);
      return { text, queried: command.name !== "help" };
    } catch (error) {
      this.failures++;
      return { error: explainFailure(error) };
    }
  }

  #print({ text, error }: Outcome, beforeError = "", afterText = ""): void {
    if (text !== undefined) this.streams.output.write(`${text}${afterText}\n`);
    if (error !== undefined) this.streams.errors.write(`${beforeError}${error}\n`);
  }
}

/** The outcome of a line; undefined if it was empty. */
interface Outcome {
  readonly quits?: boolean;
  /** The text to print. */
  readonly text?: string;
  /** Whether a server was queried. */
  readonly queried?: boolean;
  readonly error?: string;
}

/** Discards the line that is being typed, and starts a new one. */
function giveUpLine(terminal: Interface, output: Writable): void {
  output.write("^C\n");
  // Readline's keys that move to the end of the line, and delete back to its start.
  terminal.write(null, { ctrl: true, name: "e" });
  terminal.write(null, { ctrl: true, name: "u" });
  terminal.prompt();
}

function explainFailure(error: unknown): string {
  const elsewhere = error instanceof RpcError && error.kind === "methodNotFound";
  return elsewhere
    ? `${error.message}; is that the port of a query actor? They begin one after the server's start port`
    : explainError(error);
}
