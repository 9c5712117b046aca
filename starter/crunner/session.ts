import { clearLine, createInterface, cursorTo } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { platform } from "../platform/current.js";
import { dim } from "../program.js";
import { parseCommand, type Command } from "./command.js";
import { complete } from "./completion.js";
import { execute, explainFailure, type Store } from "./execute.js";
import type { History } from "./history.js";
import { splitWords } from "./words.js";

/** What a session reads from and writes to. */
export interface SessionStreams {
  readonly input: Readable;
  readonly output: Writable;
  readonly errors: Writable;
}

/** Carries out commands against a store, and prints what comes of them. */
export class Session {
  /** How many commands failed. */
  failures = 0;

  readonly #keys = new Set<string>();

  /** `askedLast` names the server that the last command went to; it is shown when given. */
  constructor(
    private readonly store: Store,
    private readonly streams: SessionStreams,
    private readonly askedLast?: () => string,
  ) {}

  /** Carries out one command; `where` stands before an error. */
  async run(command: Command, where: string): Promise<void> {
    this.#print(await this.#carryOut(() => command), where);
  }

  /** Reads commands from a pipe, to the end or a `quit`. Errors name the line. */
  async readPipe(): Promise<void> {
    const lines = createInterface({ input: this.streams.input, crlfDelay: Infinity });
    let lineNumber = 0;
    for await (const line of lines) {
      lineNumber++;
      const result = await this.#carryOut(() => parseCommand(splitWords(line)));
      if (result === "quit") break;
      this.#print(result, `line ${lineNumber}: `);
    }
    lines.close();
  }

  /** Talks with somebody at a terminal, until `quit`, Ctrl-D, or Ctrl-C on an empty line. */
  async talk(history: History): Promise<void> {
    const { input, output } = this.streams;
    const terminal = createInterface({
      input,
      output,
      terminal: true,
      prompt: "> ",
      history: history.load(),
      historySize: 500,
      removeHistoryDuplicates: true,
      completer: (line: string) => complete(line, this.#keys),
    });
    let closed = false;
    const onLine = async (line: string): Promise<void> => {
      if (closed) return;
      const result = await this.#carryOut(() => parseCommand(splitWords(line)));
      if (result === "quit") {
        closed = true;
        terminal.close();
        return;
      }
      // What was typed meanwhile moves below the result.
      if (terminal.line !== "") {
        cursorTo(output, 0);
        clearLine(output, 0);
      }
      this.#print(result, "");
      terminal.prompt(true);
    };
    await new Promise<void>((resolve) => {
      // Lines that are typed or pasted while a command runs wait for their turn.
      let running = Promise.resolve();
      terminal.on("line", (line) => {
        history.add(line);
        running = running.then(() => onLine(line));
      });
      terminal.on("SIGINT", () => {
        if (terminal.line === "") {
          terminal.close();
          return;
        }
        output.write("^C\n");
        // The two keys with which readline deletes the whole line: to its end, and back from there.
        terminal.write(null, { ctrl: true, name: "e" });
        terminal.write(null, { ctrl: true, name: "u" });
        terminal.prompt();
      });
      terminal.on("close", () => {
        // The line that was not ended with Enter.
        if (!closed) output.write("\n");
        closed = true;
        resolve();
      });
      terminal.prompt();
    });
  }

  /** Reads a command and carries it out; what fails becomes a result too. */
  async #carryOut(read: () => Command | undefined): Promise<Result | "quit"> {
    try {
      const command = read();
      if (command === undefined) return { type: "nothing" };
      if (command.type === "quit") return "quit";
      const startedMs = platform().now();
      const { text, keys } = await execute(command, this.store);
      for (const key of keys) this.#keys.add(key);
      const tookMs = Math.max(0, platform().now() - startedMs);
      const asked = command.type === "help" ? undefined : this.askedLast?.();
      const shown = asked === undefined ? text : `${text}  ${dim(`(${asked}, ${tookMs} ms)`)}`;
      return { type: "done", text: shown };
    } catch (error) {
      this.failures++;
      return { type: "failed", text: explainFailure(error) };
    }
  }

  #print(result: Result | "quit", where: string): void {
    if (result === "quit" || result.type === "nothing") return;
    if (result.type === "done") this.streams.output.write(`${result.text}\n`);
    else this.streams.errors.write(`${where}${result.text}\n`);
  }
}

/** What a line came to. */
type Result =
  | { readonly type: "nothing" }
  | { readonly type: "done"; readonly text: string }
  | { readonly type: "failed"; readonly text: string };
