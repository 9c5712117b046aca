/** Goal: crunner understands what people type, and says what is wrong otherwise. Method: its parts, without a terminal. */
import { expect } from "chai";
import { complete, helpText, parseCommand } from "#solution/crunner/commands.js";
import { parseOptions } from "#solution/crunner/options.js";
import { quoteWord, splitWords } from "#solution/crunner/words.js";
import { closest, UsageError } from "#solution/program.js";
import { rejection } from "../support.js";

describe("words of a crunner line", () => {
  it("stand between spaces, as JSON strings or in single quotation marks", () => {
    const lines: readonly (readonly [string, readonly string[]])[] = [
      ["", []],
      ["  get   key\t", ["get", "key"]],
      [`put "two words" 'and "more"'`, ["put", "two words", `and "more"`]],
      [`put "" ''`, ["put", "", ""]],
      [String.raw`put "a\"b\\c\nd" '\n'`, ["put", 'a"b\\c\nd', String.raw`\n`]],
      [String.raw`put it's C:\new`, ["put", "it's", String.raw`C:\new`]],
    ];
    for (const [line, words] of lines) expect(splitWords(line), line).to.deep.equal(words);
  });

  it("are read back as they were written", () => {
    for (const word of [
      "plain",
      "two words",
      "",
      `"`,
      `'x`,
      "\\",
      "a\nb\tc\rd",
      "ü 🙂",
      "\u001b",
    ]) {
      expect(splitWords(quoteWord(word)), word).to.deep.equal([word]);
    }
    expect(quoteWord("\u001b[2J")).to.equal(String.raw`"\u001b[2J"`);
  });

  it("need a closing quotation mark, and escapes that JSON knows", () => {
    expect(() => splitWords(`get "a b`)).to.throw(UsageError, 'begins with " must end with "');
    expect(() => splitWords(`get 'a'b`)).to.throw(UsageError, "begins with ' must end with '");
    expect(() => splitWords(String.raw`get "\q"`)).to.throw(UsageError, "not a JSON string");
  });
});

describe("commands of crunner", () => {
  it("are get, put, list, help, quit and exit, in capitals too", () => {
    const parsed = (...words: string[]): unknown => {
      const command = parseCommand(words);
      return command && [command.name, ...command.words];
    };
    expect(parsed("get", "k")).to.deep.equal(["get", "k"]);
    expect(parsed("PUT", "k", "v")).to.deep.equal(["put", "k", "v"]);
    expect(parsed("list")).to.deep.equal(["list"]);
    expect(parsed("list", "p")).to.deep.equal(["list", "p"]);
    expect(parsed()).to.equal(undefined);
    for (const name of ["get KEY", "put KEY VALUE", "list [PREFIX]", "help", "quit", "exit"]) {
      expect(helpText).to.include(name);
    }
  });

  const wrong: readonly (readonly [string, string])[] = [
    ["putt a b", "did you mean put?"],
    ["gte a", "did you mean get?"],
    ["lst", "did you mean list?"],
    ["q", "help lists the commands"],
    ["constructor", "help lists the commands"],
    ["get", "something is missing; write: get KEY"],
    ["put a", "something is missing; write: put KEY VALUE"],
    ["put motd hello world", "too many words; write: put KEY VALUE, with quotation marks"],
    ["quit now", "too many words; write: quit"],
  ];
  for (const [line, advice] of wrong) {
    it(`answers "${line}" with "${advice}"`, () => {
      expect(() => parseCommand(splitWords(line))).to.throw(UsageError, advice);
    });
  }

  it("are guessed when letters are swapped, wrong or missing", () => {
    const names = ["help", "get", "quit"];
    const guesses = ["hlep", "gt", "qiut", "hepl", "qui", "x", "foo"].map((word) =>
      closest(word, names),
    );
    expect(guesses).to.deep.equal(["help", "get", "quit", "help", "quit", undefined, undefined]);
  });

  it("are completed, and after them keys that were seen", () => {
    const keys = ["room:2", "room:1", "two words"];
    expect(complete("g", keys)).to.deep.equal([["get "], "g"]);
    expect(complete("qu", keys)).to.deep.equal([["quit"], "qu"]);
    expect(complete("", keys)[0]).to.include.members(["get ", "put ", "list "]);
    expect(complete("get ro", keys)).to.deep.equal([["room:1", "room:2"], "ro"]);
    expect(complete("put room:2 ro", keys)).to.deep.equal([[], "ro"]);
    expect(complete("help ro", keys)).to.deep.equal([[], "ro"]);
    expect(complete('get "two w', keys)).to.deep.equal([['"two words"'], '"two w']);
    expect(complete('list "ro', keys)[0]).to.deep.equal(['"room:1"', '"room:2"']);
  });
});

describe("arguments of crunner", () => {
  it("are addresses or ports at first, and then a command", async () => {
    expect(await parseOptions([])).to.deep.equal({
      addresses: ["localhost:6001"],
      command: undefined,
    });
    const both = await parseOptions(["6001", "far.example:7001", "get", "42"]);
    expect(both.addresses).to.deep.equal(["localhost:6001", "far.example:7001"]);
    expect(both.command).to.deep.include({ name: "get", words: ["42"] });
    expect((await parseOptions(["list"])).addresses).to.deep.equal(["localhost:6001"]);
  });

  it("are refused when they are neither", async () => {
    const wrong = { "99999": "no port from 1 to 65535", "nowhere:": "no address", put: "missing" };
    for (const [word, why] of Object.entries(wrong)) {
      const error = await rejection(parseOptions([word]));
      expect(error).to.be.instanceOf(UsageError);
      expect(error.message).to.include(why);
    }
  });
});
