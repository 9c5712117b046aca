import type { StepKind } from "../../../run/step_kind.js";
import { askClients } from "./clients.js";
import { mailboxes } from "./mailboxes.js";

/** Makes a mailbox of the student's, for numbers or for functions; a function stands for the number that it yields. */
export interface NewMailbox {
  readonly do: "newMailbox";
  readonly mailbox: string;
  readonly of?: "functions";
}

type Request = Omit<NewMailbox, "do">;

export const newMailbox: StepKind<NewMailbox, Request, void> = {
  module: import.meta.url,
  inWords: ({ mailbox }) => `making mailbox ${mailbox}`,
  run: ({ do: _, ...request }, root) => askClients(root, newMailbox, request),
  inHost: ({ mailbox, of }, host) => mailboxes(host).make(mailbox, of === "functions"),
};
