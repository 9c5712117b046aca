import { closest } from "../../program.js";
import { attempt } from "../rules/attempts.js";
import { canMine, mineBlock, withBlock } from "../rules/mining.js";
import { companyFactor } from "../rules/powers.js";
import { currentProblem, problemState } from "../rules/problems.js";
import { applyForPromotion } from "../rules/promotion.js";
import { answerText, isRight, makePuzzle } from "../rules/puzzles.js";
import { buy as buyGood } from "../rules/shopping.js";
import { goodIds, goods, isGoodId } from "../world/goods.js";
import { isProblemPlace, problemSets } from "../world/problem_sets.js";
import { problemLine } from "../view/place_view.js";
import { companions } from "../view/scene.js";
import { amount, count, wrap } from "../view/text.js";
import type { Turn } from "./turn.js";

const miningMs = 2_500;
const thinkingMs = 1_200;

/** Mines a block. */
export async function mine(turn: Turn): Promise<void> {
  if (!canMine(turn.scene.me)) {
    turn.print("There is no free socket here. Try your dorm room, or a room that hums.");
    return;
  }
  await turn.busy("mining", miningMs);
  const { me, paint } = turn.scene;
  const block = mineBlock(me, turn.chance);
  turn.update(withBlock(me, block));
  const hash = paint.good(block.hash.slice(0, block.zeros)) + block.hash.slice(block.zeros);
  const luck = block.zeros === 0 ? "no zero in front" : `${count(block.zeros, "zero")} in front`;
  turn.print(
    `Block ${hash}: ${luck}, ${paint.coins(`+${count(block.coins, "coin")}`)}. You have ${paint.coins(amount(turn.scene.me.coins))}.`,
  );
  if (block.golden) {
    turn.print(paint.coins("A golden block! People three buildings away hear your fan."));
    turn.announce({ type: "struckGold", coins: block.coins });
  }
}

/** Begins an attempt at the problem of the place: asks a puzzle. */
export function solve(turn: Turn): void {
  const { scene, chance } = turn;
  const { place } = scene.me;
  if (!isProblemPlace(place)) {
    turn.print(
      "There is nothing to solve here but the question of why. Problems wait in the hall.",
    );
    return;
  }
  turn.puzzle ??= makePuzzle(problemSets[place].level, chance);
  const { ask, choices } = turn.puzzle;
  const lettered = choices.map((choice, i) => `  ${"abc".charAt(i)}) ${choice}`);
  const how = choices.length > 0 ? "Answer with a letter." : "Answer with a number.";
  turn.print(
    [
      problemLine(scene) ?? "",
      "",
      wrap(ask, scene.width),
      ...lettered.map((line) => wrap(line, scene.width, "     ")),
      scene.paint.faint(how),
    ].join("\n"),
  );
}

/** Takes the answer to the puzzle that was asked, and works on the problem. */
export async function answer(turn: Turn, line: string): Promise<void> {
  const { puzzle } = turn;
  if (puzzle === undefined) return;
  turn.puzzle = undefined;
  await turn.busy("thinking", thinkingMs);
  const { scene } = turn;
  const { me, paint } = scene;
  if (!isProblemPlace(me.place)) return;
  const right = isRight(puzzle, line);
  const others = companions(scene).length;
  const { points, sheet } = attempt(me, right, others);
  const { problem } = currentProblem(me.place, scene.world.work);
  turn.update(sheet);
  turn.addWork(problem.id, points);
  turn.announce({ type: "worked", problem: problem.id, points });
  const verdict = right
    ? paint.good("Right")
    : `${paint.bad("Not quite")}, it is "${paint.title(answerText(puzzle))}"`;
  const boosts = [
    ...(sheet.streak > 1 ? [`${sheet.streak} in a row`] : []),
    ...(me.coffee > 0 ? ["coffee"] : []),
    ...(others > 0 ? [`company +${Math.round((companyFactor(others) - 1) * 100)}%`] : []),
  ];
  const why = boosts.length > 0 ? ` (${boosts.join(", ")})` : "";
  turn.print(wrap(`${verdict}: ${puzzle.because}.`, scene.width));
  turn.print(`You wear the problem down by ${paint.insight(amount(points))}${why}.`);
  // When it is solved, that is news, and the next problem is for another look.
  const { left } = problemState(problem, turn.scene.world.work);
  if (left > 0) turn.print(problemLine(turn.scene) ?? "");
}

/** Buys something. */
export function buy(turn: Turn, rest: string): void {
  const word = rest
    .trim()
    .toLowerCase()
    .replace(/^(an?|the) /, "");
  if (word === "") {
    turn.print("Buy what? Type shop to see what there is.");
    return;
  }
  if (!isGoodId(word)) {
    const guess = closest(word, goodIds);
    turn.print(
      `Nobody sells that. ${guess === undefined ? "Type shop to see what there is." : `Did you mean ${guess}?`}`,
    );
    return;
  }
  const { me, paint } = turn.scene;
  const purchase = buyGood(me, word);
  if (purchase.type === "refused") {
    turn.print(purchase.reason);
    return;
  }
  turn.update(purchase.sheet);
  turn.announce({ type: "bought", good: word });
  const { title, joke } = goods[word];
  turn.print(
    `You buy ${paint.title(title)} for ${paint.coins(count(purchase.price, "coin"))}: ${joke}. ${amount(purchase.sheet.coins)} left.`,
  );
}

/** Applies for the next rank. */
export async function apply(turn: Turn): Promise<void> {
  if (turn.scene.me.place === "registrar") await turn.busy("queueing", thinkingMs);
  const { scene } = turn;
  const application = applyForPromotion(scene.me, scene.insight);
  if (application.type === "refused") {
    turn.print(wrap(application.reason, scene.width));
    return;
  }
  const { sheet, rank } = application;
  turn.update(sheet);
  turn.announce({ type: "promoted", rank: sheet.rank });
  const { paint } = scene;
  turn.print(`A stamp comes down. ${paint.good(`You are a ${rank.title} now.`)}`);
  turn.print(wrap(rank.story, scene.width));
}
