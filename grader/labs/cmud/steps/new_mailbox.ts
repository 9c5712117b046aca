import type { StepKind } from "../../../run/step_kind.js";
import { askClients } from "./clients.js";
import { mailboxes } from "./mailboxes.js";

/** Makes a mailbox of the student's, for numbers. */
export interface NewMailbox {
  readonly do: "newMailbox";
  readonly mailbox: string;
}

export const newMailbox: StepKind<NewMailbox, string, void> = {
  module: import.meta.url,
  inWords: ({ mailbox }) => `making mailbox ${mailbox}`,
  run: ({ mailbox }, root) => askClients(root, newMailbox, mailbox),
  inHost: (name, host) => mailboxes(host).make(name),
};
