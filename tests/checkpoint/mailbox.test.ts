/**
 * Goal: a mailbox is an unbounded first-in, first-out queue; push never waits, pop waits while it is empty, and close
 * releases every pop.
 *
 * Method: pushes and pops on the student's class alone, without an actor system. A pop that yields nothing within its
 * time is recorded as waiting and observed further, so the record also shows what wakes it, and when.
 *
 * What only these tests catch: a mailbox with a bound, which drops or rejects values; one that serves the last value or
 * the last waiting pop first; values that can still be popped after close; pops that nobody wakes; state that is shared
 * between mailboxes.
 */
import { course } from "../../grader/labs/cmud/manifest.js";
import type { LabTest } from "../../grader/suite/suite_spec.js";
import { checkMerged, checkPops, checkRelease } from "../support/checks/fifo.js";
import { markOf } from "../../grader/labs/cmud/reading/views.js";
import { mark, paced, parallel, together, wait } from "../support/flow.js";
import { scenarioOf } from "../support/steps.js";
import {
  closeMailbox,
  newMailbox,
  newMailboxOfFunctions,
  pop,
  push,
  pushAndClose,
  pushAndPop,
  range,
} from "../support/traces/mailbox.js";

/** A pop that has yielded nothing after this time counts as waiting, in milliseconds. */
const waitingMs = 150;

const counts = range(1, 100);
const [first, second] = [range(0, 100), range(1_000, 1_100)];
const inPieces = (values: readonly number[]) =>
  range(0, 10).flatMap((piece) => [push(values.slice(10 * piece, 10 * piece + 10)), wait(3)]);
/** Turns in which a mailbox grows to 2,600 values while values are popped, and shrinks while values are pushed. */
const turns = [
  [40, 20],
  [30, 35],
  [0, 15],
  ...Array.from({ length: 20 }, () => [200, 70] as const),
  ...Array.from({ length: 36 }, () => [30, 100] as const),
  [0, 80],
] as const;
const growing = turns.map(([pushes, pops], index) => {
  const from = turns.slice(0, index).reduce((sum, [before]) => sum + before, 0);
  return { from, pushes, pops };
});
const grown = turns.reduce((sum, [pushes]) => sum + pushes, 0);
/**
 * Numbers of places that a ring may have. It is filled to three quarters, emptied until so many values are left, filled
 * again until it has just gone round its end, and emptied: however few values make it shrink, some of them lie before the
 * end then, and some behind it.
 */
const rings = range(4, 13).flatMap((power) =>
  [2, 4, 8, 16].map((share) => {
    const places = 2 ** power;
    return { name: `ring of ${places}, ${share}`, places, left: places / share + 1 };
  }),
);
/** Numbers of values that a chunk or a buffer may have room for: all are pushed, all are popped, and then a few more. */
const full = range(4, 14).map((power) => ({ name: `full ${2 ** power}`, places: 2 ** power }));
const fullAndMore = 3;
const around = (places: number): number => places + Math.ceil(places / 32);
/** Turns in which pops begin to wait and values are pushed for some of them; many wait when the mailbox is closed. */
const waits = [
  [3, 3],
  [40, 25],
  [63, 40],
  [0, 8],
] as const;
const turnMs = 400;
const waiting = waits.reduce((sum, [pops]) => sum + pops, 0);
const served = waits.reduce((sum, [, pushes]) => sum + pushes, 0);
/** So many pops wait at once that whoever keeps those that were served removes them again and again. */
const crowd = 2_600;
const crowdServed = 2_500;
const huge = range(0, 140_000);
const larger = range(0, 400_000);

const common = {
  parts: ["checkpoint"],
  group: "Mailbox",
  points: 1,
  section: "4.2",
  file: "actor/mailbox.ts",
  entries: ["actor/mailbox"],
  seeds: course.seeds.light,
  real: false,
};

/** The tests of this suite, in the order in which they are reported. */
export const tests: readonly LabTest[] = [
  {
    ...common,
    id: "MailboxBasic1",
    goal: "Pushes one value and pops it.",
    rule: "A pushed value can be popped.",
    scenario: scenarioOf([newMailbox(), push([42]), pop()]),
    check: (history) => {
      checkPops(history, "m", [42], "pushed one value and popped once.");
    },
  },
  {
    ...common,
    id: "MailboxBasic2",
    goal: "For every count from 1 to 99, pushes that many values and pops as many; then lets the mailbox grow and shrink while values are pushed and popped.",
    rule: "A mailbox is first in, first out.",
    seeds: course.seeds.heavy,
    scenario: scenarioOf([
      newMailbox(),
      ...counts.flatMap((count) => [push(range(100 * count, 101 * count)), pop(count)]),
      newMailbox("growing"),
      ...growing.flatMap(({ from, pushes, pops }) => [
        push(range(from, from + pushes), "growing"),
        pop(pops, 1_000, "growing"),
      ]),
      ...rings.flatMap(({ name, places, left }) => [
        newMailbox(name),
        push(range(0, 0.75 * places), name),
        pop(0.75 * places - left, 1_000, name),
        push(range(0.75 * places, around(places)), name),
        pop(around(places) - (0.75 * places - left), 1_000, name),
      ]),
      ...full.flatMap(({ name, places }) => [
        newMailbox(name),
        push(range(0, places), name),
        pop(places, 1_000, name),
        push(range(places, places + fullAndMore), name),
        pop(fullAndMore, 1_000, name),
      ]),
    ]),
    check: (history) => {
      const wanted = counts.flatMap((count) => range(100 * count, 101 * count));
      checkPops(
        history,
        "m",
        wanted,
        "for every count from 1 to 99, pushed that many values and popped as many.",
      );
      checkPops(
        history,
        "growing",
        range(0, grown),
        "pushed some values and popped some, again and again, so that up to 2,600 of them were waiting and then fewer again.",
      );
      for (const { name, places } of full) {
        checkPops(
          history,
          name,
          range(0, places + fullAndMore),
          `pushed ${places} values, popped them all, and pushed and popped ${fullAndMore} more.`,
        );
      }
      for (const { name, places, left } of rings) {
        checkPops(
          history,
          name,
          range(0, around(places)),
          `pushed ${0.75 * places} values, popped until ${left} were left, pushed ${around(places) - 0.75 * places} more, and popped them all.`,
        );
      }
    },
  },
  {
    ...common,
    id: "MailboxBasic3",
    goal: "Lets two producers push 100 values each while 200 values are popped.",
    rule: "No value is lost or duplicated, and the values of each producer stay in order.",
    scenario: scenarioOf([
      newMailbox(),
      parallel(inPieces(first), inPieces(second), [pop(200, 2_000)]),
    ]),
    check: (history) => {
      checkMerged(
        history,
        "m",
        [first, second],
        "let two producers push 100 values each, while 200 values were popped.",
      );
    },
  },
  {
    ...common,
    id: "MailboxPushBlock",
    goal: "Pushes 70,000 values while nobody pops; pops half of them, pushes 70,000 more, and then pops all that are left; then pushes 400,000 on another mailbox, and pops some of them.",
    rule: "A mailbox is unbounded: push never waits, regardless of how full the mailbox is.",
    seeds: course.seeds.amount,
    scenario: scenarioOf([
      // A ring of 131,072 places goes round once before it is almost empty.
      newMailbox(),
      push(huge.slice(0, 70_000)),
      pop(35_000),
      push(huge.slice(70_000)),
      pop(huge.length - 35_000),
      newMailbox("larger"),
      push(larger, "larger"),
      pop(10, 1_000, "larger"),
    ]),
    check: (history) => {
      checkPops(
        history,
        "m",
        huge,
        "pushed 70,000 values, popped 35,000, pushed 70,000 more, and popped the others.",
      );
      checkPops(
        history,
        "larger",
        larger.slice(0, 10),
        "pushed 400,000 values before the first of ten pops.",
      );
    },
  },
  {
    ...common,
    id: "MailboxPopBlock",
    goal: `Pops from an empty mailbox, checks that the pop waits, and then pushes a value or closes the mailbox; then lets ${waiting} pops wait, and then ${crowd}, pushes a value for most of them, and closes the mailbox; also right behind a push.`,
    rule: "A pop on an empty mailbox waits for a value, waiting pops are served in their order, and close releases every one of them.",
    scenario: scenarioOf([
      newMailbox(),
      parallel([pop(1, waitingMs)], [wait(2 * waitingMs), mark("pushed"), push([7])]),
      parallel([pop(1, waitingMs)], [wait(2 * waitingMs), mark("closed"), closeMailbox()]),
      newMailbox("queue"),
      parallel(
        [pop(1, waitingMs, "queue")],
        [wait(10), pop(1, waitingMs, "queue")],
        [wait(20), pop(1, waitingMs, "queue")],
        [wait(30), pop(1, waitingMs, "queue")],
        [wait(40), pop(1, waitingMs, "queue")],
        [wait(2 * waitingMs), push([1, 2, 3], "queue"), wait(30), closeMailbox("queue")],
      ),
      newMailbox("served"),
      parallel(
        [pop(1, waitingMs, "served")],
        [wait(2 * waitingMs), pushAndPop([1], "served"), wait(2 * waitingMs), push([2], "served")],
      ),
      newMailbox("both"),
      parallel([pop(1, waitingMs, "both")], [wait(waitingMs / 2), pushAndPop([1, 2], "both")]),
      newMailbox("last"),
      parallel(
        [pop(1, waitingMs, "last")],
        [wait(10), pop(1, waitingMs, "last")],
        [wait(waitingMs / 2), pushAndClose([1], "last")],
      ),
      newMailbox("many"),
      parallel(
        ...waits.map(([pops], turn) => [
          wait(turn * turnMs),
          paced(
            5,
            Array.from({ length: pops }, () => pop(1, 2 * waits.length * turnMs, "many")),
          ),
        ]),
        [
          ...waits.flatMap(([, pushes], turn) => {
            const from = waits.slice(0, turn).reduce((sum, [, before]) => sum + before, 0);
            return [wait(turnMs - 20), push(range(from, from + pushes), "many"), wait(20)];
          }),
          closeMailbox("many"),
        ],
      ),
      newMailbox("crowd"),
      parallel(
        [together(Array.from({ length: crowd }, () => pop(1, 3 * waitingMs, "crowd")))],
        [
          ...[wait(waitingMs), push(range(0, 1_500), "crowd"), wait(20)],
          ...[push(range(1_500, crowdServed), "crowd"), wait(20), closeMailbox("crowd")],
        ],
      ),
      wait(100),
    ]),
    check: (history) => {
      checkRelease(history, "m", 0, markOf(history, "pushed"), "a value was pushed");
      checkRelease(history, "m", 1, markOf(history, "closed"), "the mailbox was closed");
      checkPops(
        history,
        "m",
        [7, "closed"],
        "popped from an empty mailbox and then pushed a value; popped again and then closed the mailbox.",
      );
      checkPops(
        history,
        "queue",
        [1, 2, 3, "closed", "closed"],
        "started five pops, 10 ms apart, then pushed three values, and closed the mailbox.",
      );
      checkPops(
        history,
        "many",
        [...range(0, served), ...range(served, waiting).map(() => "closed" as const)],
        `let ${waiting} pops wait, one after another, pushed ${served} values meanwhile, and closed the mailbox.`,
      );
      checkPops(
        history,
        "crowd",
        [...range(0, crowdServed), ...range(crowdServed, crowd).map(() => "closed" as const)],
        `let ${crowd} pops wait, pushed ${crowdServed} values, and closed the mailbox.`,
      );
      checkPops(
        history,
        "served",
        [1, 2],
        "popped from an empty mailbox; then pushed 1 and popped once more without a pause, so that the first pop had no chance to go on in between; pushed 2 later.",
      );
      checkPops(
        history,
        "both",
        [1, 2],
        "popped from an empty mailbox; then pushed 1 and 2 and popped once more without a pause, so that the first pop had no chance to go on in between.",
      );
      checkPops(
        history,
        "last",
        [1, "closed"],
        "started two pops, then pushed 1 and closed the mailbox without a pause, so that no pop had a chance to go on in between.",
      );
    },
  },
  {
    ...common,
    id: "MailboxClosePush",
    goal: "Pushes, closes, pushes again, and pops twice; closes and pushes once more, and pops again.",
    rule: "Once a mailbox is closed, every pop reports that, even if it still contains values, and push does nothing.",
    scenario: scenarioOf([
      newMailbox(),
      push([1, 2]),
      closeMailbox(),
      push([3]),
      pop(2),
      closeMailbox(),
      push([4]),
      pop(1),
    ]),
    check: (history) => {
      checkPops(
        history,
        "m",
        ["closed", "closed", "closed"],
        "pushed two values, closed, pushed a third one, and popped twice; closed and pushed again, and popped once more.",
      );
    },
  },
  {
    ...common,
    id: "MailboxMultiple",
    goal: "Uses several mailboxes at the same time.",
    rule: "Mailboxes are independent: pushing to one, or closing it, does not affect another.",
    real: true,
    scenario: scenarioOf([
      newMailbox("a"),
      newMailbox("b"),
      push([1, 2], "a"),
      push([10], "b"),
      pop(1, 1_000, "b"),
      pop(2, 1_000, "a"),
      // This pop keeps waiting, whatever happens to the other mailbox.
      pop(1, waitingMs, "b"),
      push([3], "a"),
      closeMailbox("a"),
      pop(1, 1_000, "a"),
      wait(waitingMs),
      newMailbox("c"),
      push([20, 21, 22, 23], "c"),
      pop(1, 1_000, "c"),
      closeMailbox("c"),
      closeMailbox("c"),
      newMailbox("d"),
      push([30, 31, 32, 33, 34], "d"),
      newMailbox("e"),
      push([40, 41], "e"),
      pop(5, 1_000, "d"),
      pop(2, 1_000, "e"),
      newMailboxOfFunctions("f"),
      push([50, 51], "f"),
      pop(1, 1_000, "f"),
      closeMailbox("f"),
      pop(1, 1_000, "f"),
    ]),
    check: (history) => {
      const did =
        "pushed to two mailboxes, popped from both until one was empty and a pop waited on it, and closed the other one; then closed a third mailbox twice with values in it, and used two new ones, and one whose values are functions.";
      checkPops(history, "a", [1, 2, "closed"], did);
      checkPops(history, "b", [10, "waiting"], did);
      checkPops(history, "c", [20], did);
      checkPops(history, "d", [30, 31, 32, 33, 34], did);
      checkPops(history, "e", [40, 41], did);
      checkPops(history, "f", [50, "closed"], did);
    },
  },
];
