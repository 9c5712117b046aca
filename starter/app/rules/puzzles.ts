import { questions } from "../world/questions.js";
import { between, pick, shuffled, type Chance } from "./chance.js";

/** A small puzzle, asked at each attempt at a problem. */
export interface Puzzle {
  readonly ask: string;
  /** The choices; empty if the answer is a number. */
  readonly choices: readonly string[];
  /** A whole number, or the letter of the right choice. */
  readonly answer: string;
  /** The reason, as the end of a sentence. */
  readonly because: string;
}

/** The share of written questions among all puzzles. */
const shareOfQuestions = 0.45;

/** Makes a puzzle for a problem level, from 1 to 5. */
export function makePuzzle(level: number, chance: Chance): Puzzle {
  if (chance() < shareOfQuestions) return makeQuestion(level, chance);
  const fitting = makers.filter((maker) => maker.from <= level && level <= maker.to);
  return pick(chance, fitting).make(chance, level);
}

/** Whether a line looks like an answer to a puzzle: a letter if it has choices, else a number. */
export function isAnswer(puzzle: Puzzle, line: string): boolean {
  const form = puzzle.choices.length > 0 ? /^[a-c]\)?$/i : /^\d+$/;
  return form.test(line.trim());
}

/** The text of the right answer. */
export function answerText({ choices, answer }: Puzzle): string {
  return choices["abc".indexOf(answer)] ?? answer;
}

/** Whether an answer is right. */
export function isRight(puzzle: Puzzle, line: string): boolean {
  return (
    line
      .trim()
      .toLowerCase()
      .replace(/^0+(?=\d)/, "") === puzzle.answer
  );
}

function makeQuestion(level: number, chance: Chance): Puzzle {
  // Leave out questions that are too easy, so that they change as the player advances.
  const fitting = questions.filter((q) => q.level <= level && q.level >= level - 1);
  const question = pick(chance, fitting);
  const choices = shuffled(chance, question.choices);
  const answer = "abc".charAt(choices.indexOf(question.choices[0]));
  return { ask: question.ask, choices, answer, because: question.because };
}

interface Maker {
  /** The problem levels that use it. */
  readonly from: number;
  readonly to: number;
  readonly make: (chance: Chance, level: number) => Puzzle;
}

const makers: readonly Maker[] = [
  { from: 1, to: 2, make: binary },
  { from: 1, to: 3, make: fifo },
  { from: 1, to: 3, make: prefixes },
  { from: 1, to: 4, make: lastWriter },
  { from: 2, to: 4, make: lamport },
  { from: 2, to: 5, make: growOnly },
  { from: 3, to: 5, make: quorum },
  { from: 3, to: 5, make: vectors },
  { from: 4, to: 5, make: retries },
];

function number(ask: string, answer: number, because: string): Puzzle {
  return { ask, choices: [], answer: String(answer), because };
}

function binary(chance: Chance, level: number): Puzzle {
  const value = between(chance, 5, level === 1 ? 31 : 127);
  return number(
    `What is binary ${value.toString(2)} in decimal?`,
    value,
    `${value.toString(2)} is ${value}`,
  );
}

function fifo(chance: Chance): Puzzle {
  const values = shuffled(chance, [3, 5, 7, 8, 9]).slice(0, 4);
  const pops = between(chance, 2, 3);
  const steps = values.map((value) => `push ${value}`);
  // A pop may come anywhere after its push; a mailbox always returns the oldest value.
  for (let n = 1; n < pops; n++) steps.splice(between(chance, 2 * n, steps.length), 0, "pop");
  return number(
    `A mailbox is empty. Then: ${[...steps, "pop"].join(", ")}. What does the last pop give?`,
    values[pops - 1] ?? 0,
    "first in, first out",
  );
}

function prefixes(chance: Chance): Puzzle {
  const all = ["work/hall", "work/lab", "worker/7", "wor", "play/work", "work", "works/1"];
  const keys = shuffled(chance, all).slice(0, 5);
  const prefix = pick(chance, ["work", "work/", "wor"]);
  const count = keys.filter((key) => key.startsWith(prefix)).length;
  return number(
    `The store holds the keys ${keys.join(", ")}. How many does list ${prefix} return?`,
    count,
    `${count} of them start with "${prefix}"`,
  );
}

function lastWriter(chance: Chance): Puzzle {
  const times = shuffled(chance, [1, 2, 3, 4, 5, 6, 7, 8]).slice(0, 3);
  const values = shuffled(chance, [11, 17, 23, 42, 64, 99]).slice(0, 3);
  const puts = times.map((time, i) => `x=${values[i] ?? 0} at 12:00:0${time}`);
  const latest = Math.max(...times);
  return number(
    `A replica hears of three puts, in this order: ${puts.join("; ")}. Last writer wins. What is x?`,
    values[times.indexOf(latest)] ?? 0,
    "the latest timestamp wins, in whatever order the puts arrive",
  );
}

function lamport(chance: Chance): Puzzle {
  const own = between(chance, 2, 30);
  const other = between(chance, 2, 30);
  return number(
    `Your Lamport clock shows ${own}. A message with timestamp ${other} arrives. What does your clock show then?`,
    Math.max(own, other) + 1,
    "one more than the larger of the two",
  );
}

function growOnly(chance: Chance): Puzzle {
  const here = [between(chance, 1, 9), between(chance, 1, 9), between(chance, 1, 9)] as const;
  const there = here.map((n) => Math.max(0, n + between(chance, -3, 3)));
  const merged = here.reduce((sum, n, i) => sum + Math.max(n, there[i] ?? 0), 0);
  return number(
    `Two replicas of a grow-only counter meet: [${here.join(" ")}] and [${there.join(" ")}]. What is the merged count?`,
    merged,
    "the larger of each pair, added up",
  );
}

function quorum(chance: Chance): Puzzle {
  const replicas = between(chance, 3, 11);
  const writes = between(chance, 1, replicas);
  return number(
    `${replicas} replicas, and every write reaches ${writes} of them before it is acknowledged. ` +
      "How many must a read ask to be sure to meet the latest write?",
    replicas - writes + 1,
    "reads and writes together have to be more than the replicas",
  );
}

function vectors(chance: Chance): Puzzle {
  const first = [between(chance, 0, 4), between(chance, 0, 4), between(chance, 0, 4)];
  const second = first.map((n) => Math.max(0, n + pick(chance, [-1, 0, 0, 1])));
  const before = first.every((n, i) => n <= (second[i] ?? 0));
  const after = first.every((n, i) => n >= (second[i] ?? 0));
  const choices = ["the first happened before", "the second happened before", "neither"];
  const right = before === after ? 2 : before ? 0 : 1;
  return {
    ask: `Two events have the vector clocks [${first.join(" ")}] and [${second.join(" ")}]. Which happened before the other?`,
    choices,
    answer: "abc".charAt(right),
    because: "before means no larger anywhere, and smaller somewhere",
  };
}

function retries(chance: Chance): Puzzle {
  const first = between(chance, 1, 5) * 50;
  const attempts = between(chance, 3, 5);
  return number(
    `A client waits ${first} ms after the first failure and twice as long after each further one. ` +
      `How many milliseconds has it waited in all after ${attempts} failures?`,
    first * (2 ** attempts - 1),
    `${first} times one less than two to the power of ${attempts}`,
  );
}
