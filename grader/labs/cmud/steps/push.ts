import { failureOf } from "../../../run/failure.js";
import type { StepKind } from "../../../run/step_kind.js";
import { askClients } from "./clients.js";
import { mailboxes } from "./mailboxes.js";
import { recordPop } from "./pop.js";

/**
 * Pushes some values to a mailbox, in order, in one go.
 *
 * With `then` it also pops once or closes the mailbox, in the same turn of the event loop, before any pop that was waiting
 * can go on.
 */
export interface Push {
  readonly do: "push";
  readonly mailbox: string;
  readonly values: readonly number[];
  readonly then?: "pop" | "close";
}

/** A push of the student's mailbox, when it had returned. */
export interface PushRecord {
  readonly type: "push";
  readonly mailbox: string;
  readonly values: readonly number[];
  readonly startMs: number;
  readonly endMs: number;
  readonly error?: string;
  readonly todo?: boolean;
}

declare module "../../../history/history.js" {
  interface HistoryRecords {
    push: PushRecord;
  }
}

type Request = Omit<Push, "do">;

/** How long the pop of `then` may take before it counts as waiting, in milliseconds. */
const popWithinMs = 100;

export const push: StepKind<Push, Request, void> = {
  module: import.meta.url,
  inWords: ({ mailbox, values }) =>
    values.length === 1
      ? `pushing ${values.join()} to mailbox ${mailbox}`
      : `pushing ${values.length} values to mailbox ${mailbox}`,

  run: ({ do: _, ...request }, root) => askClients(root, push, request),

  inHost({ mailbox, values, then }, host) {
    const ended = host.began<PushRecord>({ type: "push", mailbox, values });
    try {
      const target = mailboxes(host).find(mailbox);
      for (const value of values) target.push(value);
      if (then === "pop") void recordPop(host, mailbox, popWithinMs);
      if (then === "close") target.close();
      ended({});
    } catch (error) {
      const { message, todo } = failureOf(error);
      ended({ error: message, todo });
    }
  },
};
