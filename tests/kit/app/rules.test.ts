/** Goal: the rules of the game are fair and lose nothing. Method: pure functions on hand-made players and worlds. */
import { expect } from "chai";
import { adviceFor } from "#solution/app/rules/advice.js";
import { seededChance } from "#solution/app/rules/chance.js";
import { settle, withGift } from "#solution/app/rules/dues.js";
import { mineBlock, withMachinesPaid } from "#solution/app/rules/mining.js";
import {
  bountyOf,
  currentProblem,
  insightOf,
  problemAt,
  problemOf,
} from "#solution/app/rules/problems.js";
import { attempt } from "#solution/app/rules/powers.js";
import { applyForPromotion } from "#solution/app/rules/promotion.js";
import { isAnswer, isRight, makePuzzle } from "#solution/app/rules/puzzles.js";
import { newSheet, readSheet, refuseName, type Sheet } from "#solution/app/rules/sheet.js";
import { buy, priceOf } from "#solution/app/rules/shopping.js";
import { directionOf, exitTowards, wayTo } from "#solution/app/rules/walking.js";
import { goods } from "#solution/app/world/goods.js";
import { placeIds, places } from "#solution/app/world/places.js";
import { problemPlaces, problemSets } from "#solution/app/world/problem_sets.js";
import { questions } from "#solution/app/world/questions.js";
import { ranks } from "#solution/app/world/ranks.js";

function sheetOf(changes: Partial<Sheet> = {}): Sheet {
  return { ...newSheet("Ada", 0), ...changes };
}

function workOf(
  entries: Readonly<Record<string, Readonly<Record<string, number>>>>,
): Map<string, Map<string, number>> {
  return new Map(
    Object.entries(entries).map(([id, byPlayer]) => [id, new Map(Object.entries(byPlayer))]),
  );
}

describe("the world of CMUD", () => {
  it("has ways that lead back, to a place right beside", () => {
    for (const id of placeIds) {
      for (const exit of places[id].exits) {
        expect(places[exit].exits, `${id} to ${exit}`).to.include(id);
        const [[column, row], [toColumn, toRow]] = [places[id].at, places[exit].at];
        expect(Math.abs(column - toColumn) + Math.abs(row - toRow), `${id} to ${exit}`).to.equal(1);
        expect(exitTowards(id, directionOf(id, exit))).to.equal(exit);
      }
    }
  });

  it("opens every place, good and problem to some rank, and needs no rank to earn the next one", () => {
    for (const id of placeIds) {
      expect(wayTo("dorm", id, ranks.length - 1), id).to.be.an("array");
    }
    for (const good of Object.values(goods)) expect(good.fromRank).to.be.below(ranks.length);
    for (let rank = 0; rank < ranks.length; rank++) {
      expect(wayTo("dorm", "registrar", rank)).to.be.an("array");
      expect(problemPlaces.some((place) => wayTo("dorm", place, rank) !== undefined)).to.equal(
        true,
      );
    }
  });

  it("finds the shortest way, and none through a door that is locked", () => {
    expect(wayTo("dorm", "library", 8)).to.have.length(3);
    expect(wayTo("quad", "library", 2)).to.deep.equal(["registrar", "library"]);
    expect(wayTo("dorm", "tower", 5)).to.equal(undefined);
    expect(wayTo("dorm", "dorm", 0)).to.deep.equal([]);
  });
});

describe("mining", () => {
  it("pays a block for every zero in front, and more for gold", () => {
    const blocks = Array.from({ length: 2_000 }, (_, seed) =>
      mineBlock(sheetOf({ goods: { keyboard: 2 } }), seededChance(seed)),
    );
    for (const { hash, zeros, coins, golden } of blocks) {
      expect(hash.slice(0, zeros)).to.equal("0".repeat(zeros));
      expect(golden).to.equal(zeros >= 5);
      expect(coins).to.equal(3 * (1 + zeros + (golden ? 10 : 0)));
    }
    const half = blocks.filter(({ zeros }) => zeros === 0).length;
    expect(half).to.be.within(900, 1_100);
    expect(blocks.some(({ golden }) => golden)).to.equal(true);
  });

  it("pays machines by the minute, in whole coins, and keeps the rest due", () => {
    let sheet = sheetOf({ goods: { gpu: 1 }, machinesPaidMs: 0 });
    for (let ms = 1_000; ms <= 60_000; ms += 1_000) sheet = withMachinesPaid(sheet, ms);
    expect(sheet.coins).to.equal(goods.gpu.perMinute);
  });

  it("pays at most one shift, and nothing for a clock that was set back", () => {
    const sheet = sheetOf({ goods: { gpu: 1 }, machinesPaidMs: 1_000_000 });
    expect(withMachinesPaid(sheet, 1e12).coins).to.equal(10 * goods.gpu.perMinute);
    expect(withMachinesPaid(sheet, 5)).to.deep.include({ coins: 0, machinesPaidMs: 5 });
    expect(withMachinesPaid(sheetOf(), 1e12).coins).to.equal(0);
  });
});

describe("problems", () => {
  it("are worn down by the sum of everybody's work, one after the other", () => {
    const { hardness } = problemAt("hall", 1);
    const part = Math.floor(hardness / 2);
    const open = currentProblem("hall", workOf({ "hall-1": { ada: part } }));
    expect(open).to.deep.include({ done: part, left: hardness - part });
    const solved = workOf({ "hall-1": { ada: part, bob: hardness }, "hall-2": { bob: 1 } });
    expect(currentProblem("hall", solved).problem.id).to.equal("hall-2");
    expect(currentProblem("hall", solved).done).to.equal(1);
  });

  it("get harder, and never run out of titles", () => {
    for (const place of problemPlaces) {
      const many = Array.from({ length: 30 }, (_, i) => problemAt(place, i + 1));
      const hardnesses = many.map(({ hardness }) => hardness);
      expect(hardnesses).to.deep.equal([...hardnesses].sort((a, b) => a - b));
      expect(many.every(({ title }) => title !== "")).to.equal(true);
      expect(problemOf(many[6]?.id ?? "")).to.deep.equal(many[6]);
    }
    for (const id of ["hall-0", "attic-1", "hall", "hall-1/x", "constructor-1"]) {
      expect(problemOf(id), id).to.equal(undefined);
    }
  });

  it("give insight at once and a bounty when they are solved, to each for the own work", () => {
    const { hardness } = problemAt("cluster", 1);
    const set = problemSets.cluster;
    const open = workOf({ "cluster-1": { ada: 10 } });
    expect([insightOf("ada", open), bountyOf("ada", open)]).to.deep.equal([10 * set.insight, 0]);
    const solved = workOf({ "cluster-1": { ada: 10, bob: hardness } });
    expect(bountyOf("ada", solved)).to.equal(10 * set.coins);
    expect(bountyOf("bob", solved)).to.equal(hardness * set.coins);
    expect(insightOf("eve", solved)).to.equal(0);
  });

  it("yield more to correct answers, to several in a row, to coffee and to company", () => {
    const sheet = sheetOf({ goods: { duck: 3 } });
    const points = (changes: Partial<Sheet>, right: boolean, companions: number): number =>
      attempt({ ...sheet, ...changes }, right, companions).points;
    expect(points({}, false, 0)).to.be.below(points({}, true, 0));
    expect(points({ streak: 3 }, true, 0)).to.be.above(points({}, true, 0));
    expect(points({ streak: 99 }, true, 0)).to.equal(points({ streak: 5 }, true, 0));
    expect(points({ coffee: 1 }, true, 0)).to.equal(2 * points({}, true, 0));
    expect(points({}, true, 2)).to.equal(1.5 * points({}, true, 0));
    expect(points({}, true, 40)).to.equal(points({}, true, 4));
    expect(attempt(sheetOf({ streak: 3, coffee: 2 }), false, 0).sheet).to.deep.include({
      streak: 0,
      coffee: 1,
    });
    expect(attempt(sheetOf(), false, 0).points).to.equal(1);
  });
});

describe("what is due", () => {
  const hardness = problemAt("hall", 1).hardness;
  const work = workOf({ "hall-1": { ada: hardness } });
  const bounty = hardness * problemSets.hall.coins;

  it("is paid once, however often one looks", () => {
    const first = settle(sheetOf(), work, new Map());
    expect(first).to.deep.include({ bounty });
    const again = settle(first.sheet, work, new Map());
    expect(again.bounty).to.equal(0);
    expect(again.sheet).to.equal(first.sheet);
  });

  it("is not taken back when a server lags behind", () => {
    const { sheet } = settle(sheetOf(), work, new Map());
    expect(settle(sheet, new Map(), new Map()).sheet).to.equal(sheet);
  });

  it("loses and makes no coins when two give to each other at once", () => {
    const ada = withGift(sheetOf({ coins: 50 }), "Bob", 20);
    const bob = withGift({ ...newSheet("Bob", 0), coins: 9 }, "ADA", 7);
    const ada2 = settle(ada, new Map(), new Map([["bob", bob]]));
    const bob2 = settle(bob, new Map(), new Map([["ada", ada]]));
    expect([ada2.sheet.coins, bob2.sheet.coins]).to.deep.equal([37, 22]);
    expect(ada2.gifts).to.deep.equal([{ from: "Bob", coins: 7 }]);
    const later = settle(ada2.sheet, new Map(), new Map([["bob", bob2.sheet]]));
    expect(later.gifts).to.deep.equal([]);
  });
});

describe("careers", () => {
  it("need insight, the fee, and the counter", () => {
    const { insight, fee } = ranks[1] ?? ranks[0];
    const at = sheetOf({ place: "registrar", coins: fee + 3 });
    const promoted = applyForPromotion(at, insight);
    expect(promoted).to.deep.include({ sheet: { ...at, rank: 1, coins: 3 } });
    expect(applyForPromotion(at, insight - 1)).to.be.a("string");
    expect(applyForPromotion({ ...at, coins: fee - 1 }, insight)).to.be.a("string");
    expect(applyForPromotion({ ...at, place: "quad" }, insight)).to.be.a("string");
    expect(applyForPromotion({ ...at, rank: ranks.length - 1 }, 1e9)).to.be.a("string");
  });

  it("are advised at every step, to the top", () => {
    for (let rank = 0; rank < ranks.length; rank++) {
      for (const coins of [0, 30, 1e9]) {
        for (const insight of [0, 1e9]) {
          expect(adviceFor(sheetOf({ rank, coins, blocks: 1 }), insight).text).to.match(/\w+\.$/);
        }
      }
    }
    expect(adviceFor(sheetOf(), 0).kind).to.equal("mine");
    expect(adviceFor(sheetOf({ blocks: 1, coins: 1e3 }), 1e3).kind).to.equal("apply");
  });

  it("buy what is sold where they are, for more each time", () => {
    const sheet = sheetOf({ place: "store", coins: 100 });
    const bought = buy(sheet, "ram");
    if (typeof bought === "string") throw new Error(bought);
    expect(bought.sheet.coins).to.equal(100 - goods.ram.price);
    expect(bought.sheet.goods.ram).to.equal(1);
    expect(priceOf(goods.ram, bought.sheet)).to.be.above(goods.ram.price);
    expect(buy({ ...sheet, place: "quad" }, "ram")).to.be.a("string");
    expect(buy({ ...sheet, coins: goods.ram.price - 1 }, "ram")).to.be.a("string");
    expect(buy({ ...sheet, coins: 1e9 }, "quantum")).to.be.a("string");
  });
});

describe("tables of CMUD", () => {
  it("are complete", () => {
    for (const { level, ask, choices, because } of questions) {
      expect(level, ask).to.be.within(1, 5);
      expect(new Set(choices).size, ask).to.equal(3);
      expect([ask.length, because.length, ...choices.map(({ length }) => length)]).not.to.include(
        0,
      );
    }
    expect(questions.length).to.equal(18);
    const insights = ranks.map(({ insight }) => insight);
    expect(insights).to.deep.equal([...insights].sort((a, b) => a - b));
    expect(ranks.map(({ title }) => title)).to.include.members(["teaching assistant", "laureate"]);
    for (const { story, fee } of ranks.slice(1)) expect([story.length, fee]).not.to.include(0);
  });
});

describe("puzzles", () => {
  it("have an answer that is taken as one, and choices of which it is one", () => {
    for (let level = 1; level <= 5; level++) {
      for (let seed = 0; seed < 300; seed++) {
        const puzzle = makePuzzle(level, seededChance(1_000 * level + seed));
        expect(isAnswer(puzzle, puzzle.answer), puzzle.ask).to.equal(true);
        expect(isAnswer(puzzle, puzzle.choices.length > 0 ? "7" : "a")).to.equal(false);
        expect(isRight(puzzle, ` ${puzzle.answer.toUpperCase()} `)).to.equal(true);
        expect(isRight(puzzle, `${puzzle.answer}1`)).to.equal(false);
        if (puzzle.choices.length > 0) expect(puzzle.answer).to.match(/^[abc]$/);
        expect(`${puzzle.ask} ${puzzle.choices.join(" ")}`).not.to.match(/undefined|NaN/);
      }
    }
  });

  it("of mailboxes and of last writer wins are right", () => {
    let checked = 0;
    for (let seed = 0; seed < 600; seed++) {
      const { ask, answer } = makePuzzle(1, seededChance(seed));
      if (ask.startsWith("A mailbox")) {
        const mailbox: string[] = [];
        let popped: string | undefined;
        for (const [, pushed] of ask.matchAll(/push (\d+)|pop(?=[,.])/g)) {
          if (pushed === undefined) popped = mailbox.shift();
          else mailbox.push(pushed);
        }
        expect(popped, ask).to.equal(answer);
        checked++;
      } else if (ask.startsWith("A replica")) {
        const puts = [...ask.matchAll(/x=(\d+) at (\S+?)[;.]/g)];
        const latest = puts.sort(([, , a = ""], [, , b = ""]) => b.localeCompare(a))[0];
        expect(latest?.[1], ask).to.equal(answer);
        checked++;
      }
    }
    expect(checked).to.be.above(50);
  });
});

describe("sheets", () => {
  it("come back from the store as they were", () => {
    const sheet = sheetOf({
      coins: 7,
      goods: { ram: 2 },
      given: { bob: 3 },
      place: "hall",
      rank: 2,
    });
    expect(readSheet(JSON.stringify(sheet))).to.deep.equal(sheet);
  });

  it("that somebody else has spoilt do no harm", () => {
    for (const text of ["", "7", "[]", "{}", '{"name":7}', '{"name":"\\u001b[2J"}']) {
      expect(readSheet(text), text).to.equal(undefined);
    }
    const odd = readSheet('{"name":"Ada","coins":-5,"place":"moon","goods":{"x":1},"rank":99}');
    expect(odd).to.deep.equal(sheetOf({ rank: ranks.length - 1 }));
  });

  it("have names that fit into keys", () => {
    for (const name of ["Al", "Zoë", "x-1_y", "李雷"])
      expect(refuseName(name), name).to.equal(undefined);
    for (const name of ["", "A", "a/b", "a b", "-ab", "a".repeat(17), "a\u001bb", "__proto__"]) {
      expect(refuseName(name), name).to.be.a("string");
    }
  });
});
