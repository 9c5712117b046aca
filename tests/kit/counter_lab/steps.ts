import type { AnyStep } from "../../../grader/history/scenario.js";
import { failureOf } from "../../../grader/run/failure.js";
import {
  perPlace,
  type RunRoot,
  type StepKind,
  type StepKinds,
  type StudentHost,
} from "../../../grader/run/step_kind.js";
import type * as MailboxModule from "../../../starter/actor/mailbox.js";

/** Puts numbers into a mailbox, and lets a counter of the student's, made when it is first named, take them. */
export interface Count extends AnyStep {
  readonly do: "count";
  readonly counter: string;
  readonly numbers: readonly number[];
}

/** What a counter showed after it had taken the numbers of a step. */
export interface CountedRecord {
  readonly type: "counted";
  readonly counter: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly total?: number;
  readonly error?: string;
  readonly todo?: boolean;
}

declare module "../../../grader/history/history.js" {
  interface HistoryRecords {
    counted: CountedRecord;
  }
}

interface Counter {
  readonly total: number;
  take(from: MailboxModule.Mailbox<number>, count: number): Promise<void>;
}

type Request = Omit<Count, "do">;

const countersHost = perPlace((root: RunRoot) => root.spawn("counters", "the counters"));
const countersOf = perPlace((_: StudentHost) => new Map<string, Counter>());

/** The only kind of step of this assignment. */
export const count: StepKind<Count, Request, void> = {
  module: import.meta.url,
  inWords: ({ counter }) => `counting with counter ${counter}`,
  needs: () => ({ threads: 1 }),
  run: async ({ counter, numbers }, root) =>
    (await countersHost(root)).ask(count, { counter, numbers }),

  async inHost({ counter, numbers }, host) {
    const ended = host.began<CountedRecord>({ type: "counted", counter });
    try {
      const { Mailbox } = await host.tree.load<typeof MailboxModule>("actor/mailbox.js");
      const module = await host.tree.load<{ Counter: new () => Counter }>("counter/counter.js");
      const mailbox = new Mailbox<number>();
      const target = countersOf(host).get(counter) ?? new module.Counter();
      countersOf(host).set(counter, target);
      for (const number of numbers) mailbox.push(number);
      await target.take(mailbox, numbers.length);
      ended({ total: target.total });
    } catch (error) {
      const { message, todo } = failureOf(error);
      ended({ error: message, todo });
    }
  },
};

/** The kinds of steps of this assignment; processes that run scenarios load them from here. */
export const steps: StepKinds<Count> = {
  url: import.meta.url,
  kinds: { count },
  hostInWords: () => "the counters",
};
