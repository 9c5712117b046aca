import type { HandledRecord, HistoryRecord, TellRecord } from "../../history/history.js";

/** A record and its index in the history. */
export interface Indexed<R extends HistoryRecord> {
  readonly index: number;
  readonly record: R;
}

/** Which handled record each tell led to. */
export interface Matched {
  /** All tells in the order of their times, with their arrivals if there were any. */
  readonly messages: readonly {
    readonly told: Indexed<TellRecord>;
    readonly handled?: Indexed<HandledRecord>;
  }[];
  /** Further arrivals of messages that have arrived before, each with the tell that it probably repeats. */
  readonly copies: readonly {
    readonly told: Indexed<TellRecord>;
    readonly handled: Indexed<HandledRecord>;
  }[];
  /** Handled records without a tell: timers, queries, and messages of the actor's own server. */
  readonly untold: readonly Indexed<HandledRecord>[];
}

/**
 * Matches tells with what their receivers handled. Messages with equal texts to one receiver are interchangeable, so
 * the one that was sent first counts as the one that was handled first.
 */
export function matchMessages(records: readonly HistoryRecord[]): Matched {
  const told = inOrder(records, "tell");
  const open = new Map<string, Indexed<TellRecord>[]>();
  const arrivals = new Map<number, Indexed<HandledRecord>>();
  const last = new Map<string, Indexed<TellRecord>>();
  const copies: { told: Indexed<TellRecord>; handled: Indexed<HandledRecord> }[] = [];
  const untold: Indexed<HandledRecord>[] = [];
  let next = 0;
  for (const handled of inOrder(records, "handled")) {
    // If a tell and a handled record have the same time, the tell was first.
    for (
      let tell = told[next];
      tell !== undefined && tell.record.atMs <= handled.record.atMs;
      tell = told[++next]
    ) {
      if (tell.record.text === undefined) continue;
      const name = nameOf(tell.record.to, tell.record.text);
      const queue = open.get(name);
      if (queue === undefined) open.set(name, [tell]);
      else queue.push(tell);
    }
    const name = nameOf(handled.record.actor, handled.record.text);
    const first = open.get(name)?.shift();
    const before = last.get(name);
    if (first !== undefined) {
      arrivals.set(first.index, handled);
      last.set(name, first);
    } else if (before !== undefined) {
      copies.push({ told: before, handled });
    } else {
      untold.push(handled);
    }
  }
  const messages = told.map((tell) => {
    const handled = arrivals.get(tell.index);
    return { told: tell, ...(handled === undefined ? {} : { handled }) };
  });
  return { messages, copies, untold };
}

/** The records of a type in the order of their times; records of several threads can be out of order. */
export function inOrder<T extends HistoryRecord["type"]>(
  records: readonly HistoryRecord[],
  type: T,
): Indexed<Extract<HistoryRecord, { type: T; atMs: number }>>[] {
  type Wanted = Extract<HistoryRecord, { type: T; atMs: number }>;
  return records
    .map((record, index) => ({ record, index }))
    .filter((each): each is Indexed<Wanted> => each.record.type === type)
    .sort((a, b) => a.record.atMs - b.record.atMs || a.index - b.index);
}

function nameOf(receiver: string, text: string): string {
  return `${receiver}\0${text}`;
}
