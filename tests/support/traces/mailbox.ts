import type { Step } from "../../../grader/labs/cmud/steps/index.js";

/** Makes a mailbox of the student's. */
export function newMailbox(mailbox = "m"): Step {
  return { do: "newMailbox", mailbox };
}

/** Makes a mailbox of the student's whose values are functions; each stands for the number that it yields. */
export function newMailboxOfFunctions(mailbox: string): Step {
  return { do: "newMailbox", mailbox, of: "functions" };
}

/** Pushes values, in order, in one go. */
export function push(values: readonly number[], mailbox = "m"): Step {
  return { do: "push", mailbox, values };
}

/** Pushes values, and pops in the same turn of the event loop. */
export function pushAndPop(values: readonly number[], mailbox: string): Step {
  return { do: "push", mailbox, values, then: "pop" };
}

/** Pushes values, and closes the mailbox in the same turn of the event loop. */
export function pushAndClose(values: readonly number[], mailbox: string): Step {
  return { do: "push", mailbox, values, then: "close" };
}

/** Pops some times, one after the other; each pop may take this long before it counts as waiting. */
export function pop(count = 1, withinMs = 1_000, mailbox = "m"): Step {
  return { do: "pop", mailbox, count, withinMs };
}

/** Closes a mailbox. */
export function closeMailbox(mailbox = "m"): Step {
  return { do: "closeMailbox", mailbox };
}

/** The whole numbers from one on up to another one, and without it. */
export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
