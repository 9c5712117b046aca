import type { Popped } from "../../../../starter/actor/popped.js";
import { failureOf, valueInWords } from "../../../run/failure.js";
import type { StepKind, StudentHost } from "../../../run/step_kind.js";
import { askClients } from "./clients.js";
import { mailboxes } from "./mailboxes.js";

/**
 * Pops `count` times (default 1), one after the other. A pop that yields nothing within `withinMs` (default 1,000) is
 * recorded as waiting; it stays pending, and a `popResult` record follows when it ends after all. A pop that waits or
 * throws is the last one of its step.
 */
export interface Pop {
  readonly do: "pop";
  readonly mailbox: string;
  readonly count?: number;
  readonly withinMs?: number;
}

/**
 * A pop of the student's mailbox, or (`popResult`) the end of one that was recorded as waiting. The start of a
 * `popResult` is that of its pop.
 */
export interface PopRecord {
  readonly type: "pop" | "popResult";
  readonly mailbox: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly outcome:
    | { readonly got: "value"; readonly value: unknown }
    | { readonly got: "closed" }
    | { readonly got: "waiting" }
    | { readonly got: "error"; readonly error: string; readonly todo: boolean };
}

declare module "../../../history/history.js" {
  interface HistoryRecords {
    pop: PopRecord;
  }
}

type Request = Required<Omit<Pop, "do">>;
type Outcome = PopRecord["outcome"];

export const pop: StepKind<Pop, Request, void> = {
  module: import.meta.url,
  inWords: ({ mailbox }) => `popping from mailbox ${mailbox}`,

  needs: ({ withinMs = 0 }) => ({ lastsMs: withinMs }),

  run: ({ mailbox, count = 1, withinMs = 1_000 }, root) =>
    askClients(root, pop, { mailbox, count, withinMs }),

  async inHost({ mailbox, count, withinMs }, host) {
    for (let popped = 0; popped < count; popped++) {
      const got = await recordPop(host, mailbox, withinMs);
      if (got === "waiting" || got === "error") return;
    }
  },
};

/** Pops once and records it. Returns what it came to within its time; never rejects. */
export async function recordPop(
  host: StudentHost,
  mailbox: string,
  withinMs: number,
): Promise<Outcome["got"]> {
  const ended = host.began<PopRecord>({ type: "pop", mailbox });
  const ending = popOnce(host, mailbox);
  const outcome = await within(withinMs, ending, host);
  if (outcome.got === "waiting") {
    ended({ outcome }, "goesOn");
    void ending.then((late) => {
      ended({ type: "popResult", outcome: late });
    });
  } else {
    ended({ outcome });
  }
  return outcome.got;
}

/** Never rejects. */
async function popOnce(host: StudentHost, mailbox: string): Promise<Outcome> {
  try {
    const popped: unknown = await mailboxes(host).find(mailbox).pop();
    if (isPopped(popped)) {
      return popped.closed ? { got: "closed" } : { got: "value", value: popped.value };
    }
    const error = `pop yielded ${valueInWords(popped)}; expected { closed: false, value } or { closed: true }`;
    return { got: "error", error, todo: false };
  } catch (error) {
    const { message, todo } = failureOf(error);
    return { got: "error", error: message, todo };
  }
}

function within(limitMs: number, ending: Promise<Outcome>, host: StudentHost): Promise<Outcome> {
  return new Promise((resolve) => {
    const cancel = host.tree.platform.after(limitMs, () => {
      resolve({ got: "waiting" });
    });
    void ending.then((outcome) => {
      cancel();
      resolve(outcome);
    });
  });
}

function isPopped(value: unknown): value is Popped<unknown> {
  if (typeof value !== "object" || value === null || !("closed" in value)) return false;
  return value.closed === true || (value.closed === false && "value" in value);
}
