import type { StepKind } from "../../../run/step_kind.js";
import { askClients } from "./clients.js";
import { mailboxes } from "./mailboxes.js";

/** Closes a mailbox. */
export interface CloseMailbox {
  readonly do: "closeMailbox";
  readonly mailbox: string;
}

export const closeMailbox: StepKind<CloseMailbox, string, void> = {
  module: import.meta.url,
  inWords: ({ mailbox }) => `closing mailbox ${mailbox}`,
  run: ({ mailbox }, root) => askClients(root, closeMailbox, mailbox),
  inHost(name, host) {
    mailboxes(host).find(name).close();
  },
};
