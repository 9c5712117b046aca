import type * as MailboxModule from "../../../../starter/actor/mailbox.js";
import { perPlace, type StudentHost } from "../../../run/step_kind.js";

type Mailbox = Pick<MailboxModule.Mailbox<number>, "push" | "pop" | "close">;

/** The student's mailboxes in a host, by their names. */
export const mailboxes = perPlace((host: StudentHost) => new Mailboxes(host));

class Mailboxes {
  readonly #host: StudentHost;
  readonly #mailboxes = new Map<string, () => Mailbox>();

  constructor(host: StudentHost) {
    this.#host = host;
  }

  /** Makes a mailbox. When that throws, its pushes and pops fail with the same error. */
  async make(name: string, ofFunctions: boolean): Promise<void> {
    try {
      const { Mailbox } = await this.#host.tree.load<typeof MailboxModule>("actor/mailbox.js");
      const mailbox = ofFunctions ? viaFunctions(new Mailbox()) : new Mailbox<number>();
      this.#mailboxes.set(name, () => mailbox);
    } catch (error) {
      this.#mailboxes.set(name, () => {
        throw error;
      });
    }
  }

  /** Throws what making the mailbox threw, and when nobody has made it. */
  find(name: string): Mailbox {
    const find = this.#mailboxes.get(name);
    if (find === undefined) throw new RangeError(`the scenario makes no mailbox ${name}`);
    return find();
  }
}

/** A mailbox of numbers that holds functions which yield them. */
function viaFunctions(mailbox: MailboxModule.Mailbox<() => number>): Mailbox {
  return {
    push: (value) => {
      mailbox.push(() => value);
    },
    pop: async () => {
      const popped = await mailbox.pop();
      return popped.closed ? popped : { closed: false, value: popped.value() };
    },
    close: () => {
      mailbox.close();
    },
  };
}
