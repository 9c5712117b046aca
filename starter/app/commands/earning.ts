import { closest } from "../../program.js";
import type { Player } from "../game/player.js";
import { canMine, mineBlock, withBlock } from "../rules/mining.js";
import { attempt, companyFactor } from "../rules/powers.js";
import { currentProblem, problemState } from "../rules/problems.js";
import { applyForPromotion } from "../rules/promotion.js";
import { answerText, isRight, makePuzzle } from "../rules/puzzles.js";
import { buy as buyGood } from "../rules/shopping.js";
import { goodIds, goods, isGoodId } from "../world/goods.js";
import { isProblemPlace, problemSets } from "../world/problem_sets.js";
import { problemLine } from "../view/place_view.js";
import { companions } from "../view/scene.js";
import { amount, count, paint } from "../view/text.js";

const miningMs = 2_500;
const thinkingMs = 1_200;

/** Mines a block. */
export async function mine(player: Player): Promise<void> {
  if (!canMine(player.scene.me)) {
    player.print("There is no free socket here. Try your dorm room, or a room that hums.");
    return;
  }
  await player.busy("mining", miningMs);
  const { me } = player.scene;
  const block = mineBlock(me, player.chance);
  player.own.sheet = withBlock(me, block);
  const hash = paint.good(block.hash.slice(0, block.zeros)) + block.hash.slice(block.zeros);
  const luck = block.zeros === 0 ? "no zero in front" : `${count(block.zeros, "zero")} in front`;
  player.print(
    `Block ${hash}: ${luck}, ${paint.coins(`+${count(block.coins, "coin")}`)}. You have ${paint.coins(amount(player.scene.me.coins))}.`,
  );
  if (block.golden) {
    player.print(paint.coins("A golden block! People three buildings away hear your fan."));
    player.own.announce({ type: "struckGold", coins: block.coins });
  }
}

/** Starts an attempt at the place's problem: asks a puzzle. */
export function solve(player: Player): void {
  const { scene, chance } = player;
  const { place } = scene.me;
  if (!isProblemPlace(place)) {
    player.print(
      "There is nothing to solve here but the question of why. Problems wait in the hall.",
    );
    return;
  }
  player.puzzle ??= makePuzzle(problemSets[place].level, chance);
  const { ask, choices } = player.puzzle;
  const lettered = choices.map((choice, i) => `  ${"abc".charAt(i)}) ${choice}`);
  const how = choices.length > 0 ? "Answer with a letter." : "Answer with a number.";
  player.print([problemLine(scene) ?? "", "", ask, ...lettered, paint.faint(how)].join("\n"));
}

/** Evaluates the answer to the puzzle, and works on the problem. */
export async function answer(player: Player, line: string): Promise<void> {
  const { puzzle } = player;
  if (puzzle === undefined) return;
  player.puzzle = undefined;
  await player.busy("thinking", thinkingMs);
  const { scene } = player;
  const { me } = scene;
  if (!isProblemPlace(me.place)) return;
  const right = isRight(puzzle, line);
  const others = companions(scene).length;
  const { points, sheet } = attempt(me, right, others);
  const { problem } = currentProblem(me.place, scene.world.work);
  player.own.sheet = sheet;
  player.own.addWork(problem.id, points);
  player.own.announce({ type: "worked", problem: problem.id, points });
  const verdict = right
    ? paint.good("Right")
    : `${paint.bad("Not quite")}, it is "${paint.title(answerText(puzzle))}"`;
  const boosts = [
    ...(sheet.streak > 1 ? [`${sheet.streak} in a row`] : []),
    ...(me.coffee > 0 ? ["coffee"] : []),
    ...(others > 0 ? [`company +${Math.round((companyFactor(others) - 1) * 100)}%`] : []),
  ];
  const why = boosts.length > 0 ? ` (${boosts.join(", ")})` : "";
  player.print(`${verdict}: ${puzzle.because}.`);
  player.print(`You wear the problem down by ${paint.insight(amount(points))}${why}.`);
  // If it is solved, the news say so.
  const { left } = problemState(problem, player.scene.world.work);
  if (left > 0) player.print(problemLine(player.scene) ?? "");
}

/** Buys a good. */
export function buy(player: Player, rest: string): void {
  const word = rest
    .trim()
    .toLowerCase()
    .replace(/^(an?|the) /, "");
  if (word === "") {
    player.print("Buy what? Type shop to see what there is.");
    return;
  }
  if (!isGoodId(word)) {
    const guess = closest(word, goodIds);
    player.print(
      `Nobody sells that. ${guess === undefined ? "Type shop to see what there is." : `Did you mean ${guess}?`}`,
    );
    return;
  }
  const purchase = buyGood(player.scene.me, word);
  if (typeof purchase === "string") {
    player.print(purchase);
    return;
  }
  player.own.sheet = purchase.sheet;
  player.own.announce({ type: "bought", good: word });
  const { title, joke } = goods[word];
  player.print(
    `You buy ${paint.title(title)} for ${paint.coins(count(purchase.price, "coin"))}: ${joke}. ${amount(purchase.sheet.coins)} left.`,
  );
}

/** Applies for the next rank. */
export async function apply(player: Player): Promise<void> {
  if (player.scene.me.place === "registrar") await player.busy("queueing", thinkingMs);
  const { scene } = player;
  const application = applyForPromotion(scene.me, scene.insight);
  if (typeof application === "string") {
    player.print(application);
    return;
  }
  const { sheet, rank } = application;
  player.own.sheet = sheet;
  player.own.announce({ type: "promoted", rank: sheet.rank });
  player.print(`A stamp comes down. ${paint.good(`You are a ${rank.title} now.`)}`);
  player.print(rank.story);
}
