import { failureOf } from "../../../run/failure.js";
import type { StepKind } from "../../../run/step_kind.js";
import { askClients } from "./clients.js";
import { mailboxes } from "./mailboxes.js";

/** Pushes some values to a mailbox, in order, in one go. */
export interface Push {
  readonly do: "push";
  readonly mailbox: string;
  readonly values: readonly number[];
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

export const push: StepKind<Push, Request, void> = {
  module: import.meta.url,
  inWords: ({ mailbox, values }) =>
    values.length === 1
      ? `pushing ${values.join()} to mailbox ${mailbox}`
      : `pushing ${values.length} values to mailbox ${mailbox}`,

  run: ({ mailbox, values }, root) => askClients(root, push, { mailbox, values }),

  inHost({ mailbox, values }, host) {
    const ended = host.began<PushRecord>({ type: "push", mailbox, values });
    try {
      const target = mailboxes(host).find(mailbox);
      for (const value of values) target.push(value);
      ended({});
    } catch (error) {
      const { message, todo } = failureOf(error);
      ended({ error: message, todo });
    }
  },
};
