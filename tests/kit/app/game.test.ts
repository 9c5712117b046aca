/** Goal: people can play together. Method: whole sessions on a store in memory, with players on pipes. */
import { expect } from "chai";
import { NameTakenError } from "#solution/app/game/player.js";
import { makePuzzle } from "#solution/app/rules/puzzles.js";
import { seededChance } from "#solution/app/rules/chance.js";
import { problemAt } from "#solution/app/rules/problems.js";
import { newSheet } from "#solution/app/rules/sheet.js";
import { TodoError } from "#solution/todo.js";
import { installNodePlatform, rejection } from "../support.js";
import { MemoryStore, TestPlayer, withoutColours } from "./support.js";

withoutColours();

let store: MemoryStore;
let players: TestPlayer[];

beforeEach(() => {
  installNodePlatform();
  store = new MemoryStore();
  players = [];
});

afterEach(async () => {
  store.failure = undefined;
  for (const player of players) await player.leaves().catch(() => undefined);
});

function play(name?: string, on = store, seed = 1): TestPlayer {
  const player = new TestPlayer(on, name, seed);
  players.push(player);
  return player;
}

/** A wrong answer to the first puzzle of a player who has drawn nothing before, with the seed that players have here. */
function wrongAnswer(): string {
  const { choices, answer } = makePuzzle(1, seededChance(1));
  if (choices.length === 0) return "999";
  return answer === "a" ? "b" : "a";
}

describe("a session of CMUD", () => {
  it("asks for a name until it is one, tells the story, and keeps the career for the next time", async () => {
    const first = play();
    first.type("a/b", "Ada", "mine");
    await first.sees("A name has");
    await first.sees("Welcome, Ada!");
    await first.sees("You have ");
    const coins = /You have (\d+)/.exec(first.text)?.[1] ?? "";
    first.type("go quad");
    await first.sees("The Quad");
    await first.leaves();
    const second = play("ADA");
    await second.sees("Welcome back, Ada");
    await second.sees("The Quad");
    await second.sees(`[quad ${coins}] > `);
  });

  it("carries out all that was typed before the input ended", async () => {
    const player = play("Ada");
    player.type("mine", "say bye");
    player.end();
    await player.ended;
    expect(player.text).to.match(/Block [01]{12}[^]*You say: bye/);
    expect(store.entries.get("player/ada/beat")).to.equal("0");
  });

  it("understands short commands, and suggests what may have been meant", async () => {
    const player = await play("Ada").enters();
    const replies: readonly (readonly [string, string])[] = [
      ["serve", "Did you mean solve?"],
      ["xyzzy", "help lists them all"],
      ["s", "nothing to solve here"],
      ["inv", "the laptop from home"],
      ["sh", "Which one: shop, shout?"],
      ["go libary", "Did you mean library?"],
      ["go library", "says no: from junior on"],
      ["north", "There is no way north"],
      ["buy dukc", "Did you mean duck?"],
      ["buy ram", "Nobody sells a stick of RAM here"],
      ["tell Bob hi", "no player of that name"],
      ["give Ada 5", "That is you"],
      ["'  ", "Say what?"],
      ["apply", "go registrar"],
      ["help go", "walk there"],
      ["7", "There is no such command"],
      ["e", "The Quad"],
    ];
    for (const [line, reply] of replies) {
      player.type(line);
      await player.sees(reply);
    }
  });

  it("completes commands, places, goods and players", async () => {
    const player = await play("Ada").enters();
    await play("Grace").enters();
    await player.sees("Grace enters the game");
    const completed = (line: string): string[] => player.complete(line);
    expect(completed("pro")).to.deep.equal(["problems"]);
    expect(completed("go l")).to.deep.equal(["lab", "library"]);
    expect(completed("buy du")).to.deep.equal(["duck"]);
    expect(completed("tell g")).to.deep.equal(["Grace"]);
    expect(completed("te")).to.deep.equal(["tell "]);
    expect(completed("go hall x")).to.deep.equal([]);
  });

  it("takes the answer to a puzzle, and forgets the puzzle when the player walks away", async () => {
    const player = await play("Ada", store, 5).enters();
    player.type("go hall");
    // The session draws nothing but what the puzzles take. A letter is an answer now, and no short command.
    const chance = seededChance(5);
    for (let n = 1; n <= 4; n++) {
      player.type("solve", "map", makePuzzle(1, chance).answer);
      await player.sees("Right");
    }
    const work = store.entries.get("work/hall-1/ada");
    player.type("solve", "go cafe", "1", "a");
    await player.sees("There is no such command");
    await player.sees("go registrar");
    expect(store.entries.get("work/hall-1/ada")).to.equal(work);
  });

  it("says what is still to be written, and ends", async () => {
    store.failure = new TodoError("checkpoint", "write Client.list in kvclient/client.ts", "6.1");
    const error = await rejection(new TestPlayer(store, "Ada").ended);
    expect(error.message).to.include("TODO(checkpoint): write Client.list");
  });
});

describe("two players of CMUD", () => {
  it("see each other come, go, talk and work", async () => {
    const ada = await play("Ada").enters();
    const bob = await play("Bob").enters();
    expect(bob.text).to.include("Ada is here.");
    await ada.sees("Bob enters the game, in the dorm.");
    bob.type(
      "say hello \u001b[2Jthere",
      "emote waves",
      "go hall",
      "shout anybody?",
      "tell ada psst",
    );
    await ada.shows("Bob says: hello there");
    await ada.shows("* Bob waves");
    await ada.shows("Bob leaves for the hall.");
    await ada.shows("Bob shouts from the hall: anybody?");
    await ada.shows("Bob tells you: psst");
    ada.type("say nobody hears this", "who", "map");
    await ada.sees("2 players here now");
    await bob.leaves();
    await ada.sees("Bob leaves the game.");
    expect(ada.text).not.to.include("\u001b");
    expect(bob.text).not.to.include("nobody hears");
  });

  it("wear a problem down together, and are both paid for it", async () => {
    const { hardness } = problemAt("hall", 1);
    store.entries.set("work/hall-1/ada", String(hardness - 1));
    const ada = await play("Ada").enters();
    const bob = await play("Bob").enters();
    bob.type("go hall", "solve", wrongAnswer());
    await bob.sees("Solved in the hall");
    await bob.sees("Your share of the bounty: 2 coins.");
    await ada.shows(`by Ada (${hardness - 1}) and Bob (1).`);
    await ada.shows(`Your share of the bounty: ${2 * (hardness - 1)} coins.`);
    ada.type("stats");
    await ada.shows(`${hardness - 1} of`);
  });

  it("give each other coins at the same moment, and none are lost", async () => {
    store.entries.set("player/ada/sheet", JSON.stringify({ ...newSheet("Ada", 0), coins: 50 }));
    store.entries.set("player/bob/sheet", JSON.stringify({ ...newSheet("Bob", 0), coins: 9 }));
    const ada = await play("Ada").enters();
    const bob = await play("Bob").enters();
    ada.type("give bob 20", "give bob 58");
    bob.type("give ada 7");
    await ada.shows("coins only.");
    await Promise.all([
      ada.shows("You are given 7 coins from Bob"),
      bob.shows("20 coins from Ada"),
    ]);
    await Promise.all([ada.leaves(), bob.leaves()]);
    const coins = (name: string): unknown =>
      (JSON.parse(store.entries.get(`player/${name}/sheet`) ?? "{}") as { coins?: number }).coins;
    expect([coins("ada"), coins("bob")]).to.deep.equal([37, 22]);
  });

  it("cannot have the same name: the one who had it is asked for, and told when it is taken over", async () => {
    const first = await play("Ada").enters();
    const second = play();
    second.type("ada", "no");
    await second.sees("is in the game at this moment");
    second.type("ada", "yes");
    await second.sees("Welcome back, Ada");
    expect(await rejection(first.ended)).to.be.instanceOf(NameTakenError);
    second.type("mine");
    await second.sees("You have");
    expect(store.entries.get("player/ada/beat")).not.to.equal("0");
  });

  it("who claim a name at once on servers that have not synced come to one winner", async () => {
    const other = new MemoryStore();
    const here = await play("Ada", store).enters();
    const there = await play("Ada", other).enters();
    // The servers sync, and whose writes happen to win does not matter.
    for (const [key, value] of other.entries) store.entries.set(key, value);
    for (const [key, value] of store.entries) other.entries.set(key, value);
    const loser = await Promise.race(
      [here, there].map((player) => rejection(player.ended).then(() => player)),
    );
    expect(await rejection(loser.ended)).to.be.instanceOf(NameTakenError);
    const winner = loser === here ? there : here;
    winner.type("mine");
    await winner.sees("Block");
  });
});

describe("a session whose server is lost", () => {
  it("says so, keeps what is typed, and goes on where it was", async () => {
    const player = await play("Ada").enters();
    player.type("mine");
    await player.sees("Block");
    store.failure = new Error("the connection was lost");
    await player.sees("-- Lost the server here:1: the connection was lost.");
    player.type("say still here", "go quad");
    store.failure = undefined;
    await player.sees("-- Back in the world, on ");
    await player.sees("You say: still here");
    await player.sees("The Quad");
    expect(player.text.split("-- Lost").length, "times that it was said").to.equal(2);
  });

  it("writes again what a server that takes its place has not got", async () => {
    const player = await play("Ada").enters();
    player.type("go hall", "solve", wrongAnswer(), "who");
    await player.sees("1 player here now");
    store.entries.clear();
    player.type("say x");
    await player.sees("You say: x");
    await player.leaves();
    expect(store.entries.get("work/hall-1/ada")).to.equal("1");
    const again = play("Ada");
    await again.sees("Welcome back, Ada");
    await again.sees("The Lecture Hall");
  });

  it("can be left", async () => {
    const player = await play("Ada").enters();
    store.failure = new Error("gone");
    await player.sees("-- Lost the server");
    player.type("mine");
    await player.leaves();
  });
});
