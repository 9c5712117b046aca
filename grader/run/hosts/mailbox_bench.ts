import type * as MailboxModule from "../../../starter/actor/mailbox.js";
import type { Popped } from "../../../starter/actor/popped.js";
import { failureOf, inWords } from "../failure.js";
import type { PopRecord } from "../../history/history.js";
import { observe } from "../query_call.js";
import type { StagedTree } from "../staged_tree.js";
import type { ClientRequest } from "./client_requests.js";

type Mailbox = MailboxModule.Mailbox<number>;
type PopOutcome = PopRecord["outcome"];

/** Pushes to and pops from mailboxes of the student's, and reports what comes of it to the trace. */
export class MailboxBench {
  readonly #tree: StagedTree;
  readonly #mailboxes = new Map<string, () => Mailbox>();

  constructor(tree: StagedTree) {
    this.#tree = tree;
  }

  /** Makes a mailbox. When that throws, its pushes and pops fail with the same error. */
  async make(name: string): Promise<void> {
    try {
      const { Mailbox } = await this.#tree.load<typeof MailboxModule>("actor/mailbox.js");
      const mailbox = new Mailbox<number>();
      this.#mailboxes.set(name, () => mailbox);
    } catch (error) {
      this.#mailboxes.set(name, () => {
        throw error;
      });
    }
  }

  push({ call, mailbox, values }: ClientRequest & { type: "push" }): void {
    const { platform } = this.#tree;
    observe(platform, { type: "pushStart", call, mailbox, values });
    try {
      const target = this.#find(mailbox);
      for (const value of values) target.push(value);
      observe(platform, { type: "pushEnd", call });
    } catch (error) {
      const { message, todo } = failureOf(error);
      observe(platform, { type: "pushEnd", call, error: message, todo });
    }
  }

  /** Pops one value after the other; a pop that waits, or throws, is the last one. */
  async pop({ call, mailbox, count, withinMs }: ClientRequest & { type: "pop" }): Promise<void> {
    const { platform } = this.#tree;
    observe(platform, { type: "popStart", call, mailbox });
    for (let popped = 0; popped < count; popped++) {
      const ending = this.#popOnce(mailbox);
      const outcome = await this.#within(withinMs, ending);
      observe(platform, { type: "popEnd", call, outcome });
      if (outcome.got === "waiting") {
        void ending.then((late) => {
          observe(platform, { type: "popResult", call, outcome: late });
        });
      }
      if (outcome.got === "waiting" || outcome.got === "error") return;
    }
  }

  /** Throws what the student's `close` throws. */
  close(mailbox: string): void {
    this.#find(mailbox).close();
  }

  #find(name: string): Mailbox {
    const find = this.#mailboxes.get(name);
    if (find === undefined) throw new RangeError(`the scenario makes no mailbox ${name}`);
    return find();
  }

  /** Never rejects. */
  async #popOnce(mailbox: string): Promise<PopOutcome> {
    try {
      const popped: unknown = await this.#find(mailbox).pop();
      if (isPopped(popped)) {
        return popped.closed ? { got: "closed" } : { got: "value", value: popped.value };
      }
      const error = `pop yielded ${inWords(popped)}; expected { closed: false, value } or { closed: true }`;
      return { got: "error", error, todo: false };
    } catch (error) {
      const { message, todo } = failureOf(error);
      return { got: "error", error: message, todo };
    }
  }

  #within(limitMs: number, ending: Promise<PopOutcome>): Promise<PopOutcome> {
    return new Promise((resolve) => {
      const cancel = this.#tree.platform.after(limitMs, () => {
        resolve({ got: "waiting" });
      });
      void ending.then((outcome) => {
        cancel();
        resolve(outcome);
      });
    });
  }
}

function isPopped(value: unknown): value is Popped<unknown> {
  if (typeof value !== "object" || value === null || !("closed" in value)) return false;
  return value.closed === true || (value.closed === false && "value" in value);
}
