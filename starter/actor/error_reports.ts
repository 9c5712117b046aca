import { platform } from "../platform/current.js";
import type { Platform } from "../platform/platform.js";
import type { Directive } from "./actor.js";

/**
 * Receives an error, the uid of the actor that threw it (undefined if no actor did), and what the actor's parent decided
 * (undefined for an actor without a parent).
 */
export type ErrorHandler = (
  error: Error,
  actor: string | undefined,
  directive: Directive | undefined,
) => void;

const past = { restart: "restarted", stop: "stopped" } as const satisfies Record<Directive, string>;

/** Where the errors of an actor system go: to its handler, to the trace, or else to the terminal. */
export class ErrorReports {
  readonly #platform: Platform = platform();
  readonly #address: string;
  #handler: ErrorHandler | undefined;
  #count = 0;

  /** `address` is the system's. */
  constructor(address: string) {
    this.#address = address;
  }

  /** How many errors were reported. */
  get count(): number {
    return this.#count;
  }

  /** Sets the handler. */
  onError(handler: ErrorHandler): void {
    this.#handler = handler;
  }

  /** Reports an error; the parameters are those of {@link ErrorHandler}. */
  report(error: Error, actor: string | undefined, directive?: Directive): void {
    this.#count++;
    this.#platform.trace?.({
      type: "actorError",
      actor,
      message: error.message,
      stack: error.stack,
      ...(directive === undefined ? {} : { directive }),
    });
    this.#handler?.(error, actor, directive);
    // The stack is useful only for errors that an actor threw.
    const what = actor === undefined ? error.message : (error.stack ?? error.message);
    this.print(actor, directive === undefined ? what : `${past[directive]} after ${what}`);
  }

  /** Prints something for people, unless a handler or a trace observes the system. */
  print(actor: string | undefined, what: string): void {
    if (this.#handler !== undefined || this.#platform.trace !== undefined) return;
    const who = actor === undefined ? `actor system ${this.#address}` : `actor ${actor}`;
    process.stderr.write(`${who}: ${what}\n`);
  }
}
