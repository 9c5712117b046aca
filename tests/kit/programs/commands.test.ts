/** Goal: crunner understands what people type, and says what is wrong otherwise. Method: its parts, without a terminal. */
import { expect } from "chai";
import { closest, editDistance } from "#solution/closest.js";
import { helpText, parseCommand } from "#solution/crunner/command.js";
import { CommandError } from "#solution/crunner/command_error.js";
import { complete } from "#solution/crunner/completion.js";
import { splitArguments } from "#solution/crunner/options.js";
import { quoteWord, splitWords } from "#solution/crunner/words.js";
import { UsageError } from "#solution/program.js";

describe("words of a crunner line", () => {
  const lines: readonly (readonly [string, readonly string[]])[] = [
    ["", []],
    ["  get   key\t", ["get", "key"]],
    [`put "two words" 'and "more"'`, ["put", "two words", `and "more"`]],
    [`put "" ''`, ["put", "", ""]],
    [String.raw`put "a\"b\\c\nd" e\ f`, ["put", 'a"b\\c\nd', "e f"]],
    [`put pre"fix and"post x`, ["put", "prefix andpost", "x"]],
    [String.raw`'\n'`, [String.raw`\n`]],
  ];
  for (const [line, words] of lines) {
    it(`splits ${JSON.stringify(line)} into ${words.length} words`, () => {
      expect(splitWords(line)).to.deep.equal(words);
    });
  }

  it("reads back every word that it wrote", () => {
    for (const word of ["plain", "two words", "", `"`, `it's`, "\\", "a\nb\tc\rd", "ü 🙂"]) {
      expect(splitWords(quoteWord(word)), word).to.deep.equal([word]);
    }
  });

  it("misses a closing quotation mark, and what a backslash at the end was for", () => {
    expect(() => splitWords(`get "a b`)).to.throw(CommandError, 'closing " is missing');
    expect(() => splitWords(`get 'a b`)).to.throw(CommandError, "closing ' is missing");
    expect(() => splitWords("get a\\")).to.throw(CommandError, "backslash");
  });
});

describe("commands of crunner", () => {
  it("are get, put, list, help, quit and exit, in capitals too", () => {
    expect(parseCommand(["get", "k"])).to.deep.equal({ type: "get", key: "k" });
    expect(parseCommand(["PUT", "k", "v"])).to.deep.equal({ type: "put", key: "k", value: "v" });
    expect(parseCommand(["list"])).to.deep.equal({ type: "list", prefix: "" });
    expect(parseCommand(["list", "p"])).to.deep.equal({ type: "list", prefix: "p" });
    expect(parseCommand(["help"])).to.deep.equal({ type: "help" });
    expect(parseCommand(["quit"])).to.deep.equal({ type: "quit" });
    expect(parseCommand(["exit"])).to.deep.equal({ type: "quit" });
    expect(parseCommand([])).to.equal(undefined);
    for (const name of ["get", "put", "list", "help", "quit"]) expect(helpText).to.include(name);
  });

  const wrong: readonly (readonly [string, string])[] = [
    ["putt a b", "did you mean put?"],
    ["gte a", "did you mean get?"],
    ["lst", "did you mean list?"],
    ["q", "help lists the commands"],
    ["frobnicate", "help lists the commands"],
    ["constructor", "help lists the commands"],
    ["get", "something is missing; write: get KEY"],
    ["put a", "something is missing; write: put KEY VALUE"],
    ["put motd hello world", "too many words; write: put KEY VALUE, with quotation marks"],
    ["quit now", "too many words; write: quit"],
  ];
  for (const [line, advice] of wrong) {
    it(`answers "${line}" with "${advice}"`, () => {
      expect(() => parseCommand(splitWords(line))).to.throw(CommandError, advice);
    });
  }

  it("count a swap of neighbours as one slip", () => {
    expect(editDistance("list", "list")).to.equal(0);
    expect(editDistance("lsit", "list")).to.equal(1);
    expect(editDistance("", "list")).to.equal(4);
    expect(closest("hlep", ["help", "get"])).to.equal("help");
    expect(closest("x", ["help", "get"])).to.equal(undefined);
  });
});

describe("completion in crunner", () => {
  const keys = ["room:2", "room:1", "two words"];

  it("offers commands first, and keys that were seen after get, put and list", () => {
    expect(complete("g", keys)).to.deep.equal([["get "], "g"]);
    expect(complete("qu", keys)).to.deep.equal([["quit"], "qu"]);
    expect(complete("", keys)[0]).to.include.members(["get ", "put ", "list "]);
    expect(complete("get ro", keys)).to.deep.equal([["room:1", "room:2"], "ro"]);
    expect(complete("put room:2 ro", keys)).to.deep.equal([[], "ro"]);
    expect(complete("help ro", keys)).to.deep.equal([[], "ro"]);
  });

  it("puts keys with spaces into quotation marks", () => {
    expect(complete('get "two w', keys)).to.deep.equal([['"two words"'], '"two w']);
    expect(complete('list "ro', keys)[0]).to.deep.equal(['"room:1"', '"room:2"']);
  });
});

describe("arguments of crunner", () => {
  it("are addresses or ports at first, and then a command", () => {
    expect(splitArguments([])).to.deep.equal({
      addresses: ["localhost:6001"],
      command: undefined,
    });
    expect(splitArguments(["6001", "far.example:7001", "get", "42"])).to.deep.equal({
      addresses: ["localhost:6001", "far.example:7001"],
      command: { type: "get", key: "42" },
    });
    expect(splitArguments(["list"])).to.deep.equal({
      addresses: ["localhost:6001"],
      command: { type: "list", prefix: "" },
    });
  });

  it("are refused when they are neither", () => {
    expect(() => splitArguments(["99999"])).to.throw(UsageError, "no port from 1 to 65535");
    expect(() => splitArguments(["nowhere:"])).to.throw(UsageError, "no address");
    expect(() => splitArguments(["somewhere"])).to.throw(CommandError, "no command");
  });
});
