/** Goal: servers find each other with little typing. Method: directories and desc files without servers. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { UsageError } from "#solution/program.js";
import { readDescFile, writeDescFile } from "#solution/srunner/desc_file.js";
import { Directory } from "#solution/srunner/directory.js";
import { findServers, joinTarget } from "#solution/srunner/join.js";
import { parseOptions } from "#solution/srunner/options.js";
import { installNodePlatform, rejection } from "../support.js";

let folder: string;
let directories: Directory[];

beforeEach(() => {
  installNodePlatform();
  folder = mkdtempSync(join(tmpdir(), "srunner-"));
  directories = [];
});

afterEach(async () => {
  await Promise.all(directories.map((directory) => directory.leave()));
  rmSync(folder, { recursive: true, force: true });
});

async function listen(): Promise<Directory> {
  const directory = await Directory.listen(0);
  directories.push(directory);
  return directory;
}

describe("directories of srunner", () => {
  it("tell a new server of all others, whichever of them it asks", async () => {
    const [first, second, third] = [await listen(), await listen(), await listen()];
    expect(await first.enter("one")).to.deep.equal([]);
    await second.learnFrom(first.joinAddress);
    expect(second.descs).to.deep.equal(["one"]);
    expect(await second.enter("two")).to.deep.equal([]);
    await third.learnFrom(first.joinAddress);
    expect(third.descs).to.have.members(["one", "two"]);
    await third.enter("three");
    expect(first.descs).to.have.members(["two", "three"]);
    expect(second.descs).to.have.members(["one", "three"]);
    await second.leave();
    expect(first.descs).to.deep.equal(["three"]);
    expect(third.descs).to.deep.equal(["one"]);
  });

  it("refuse while their server starts", async () => {
    const [first, second] = [await listen(), await listen()];
    const error = await rejection(findServers([first.joinAddress], second));
    expect(error.message).to.match(/^cannot join: .*still starting; try again/);
  });

  it("know who cannot be told", async () => {
    const [first, second] = [await listen(), await listen()];
    await first.enter("one");
    await second.learnFrom(first.joinAddress);
    await first.leave();
    expect(await second.enter("two")).to.deep.equal([first.joinAddress]);
  });

  it("do not join themselves", async () => {
    const first = await listen();
    expect(await rejection(findServers([first.joinAddress], first))).to.be.instanceOf(UsageError);
  });
});

describe("words after --join", () => {
  it("are files, ports, addresses or descs", () => {
    const target = (word: string): unknown => joinTarget(word, (file) => file === "6003");
    expect(target("6003")).to.deep.equal({ type: "file", file: "6003" });
    expect(target("6004")).to.deep.equal({ type: "address", address: "localhost:6004" });
    expect(target("a-b.example:6004")).to.deep.equal({
      type: "address",
      address: "a-b.example:6004",
    });
    expect(target("[::1]:6004")).to.deep.equal({ type: "address", address: "[::1]:6004" });
    expect(target('{"x":1}')).to.deep.equal({ type: "desc", desc: '{"x":1}' });
    expect(target("s1.desc")).to.deep.equal({ type: "file", file: "s1.desc" });
  });

  it("come with advice when nothing is there", async () => {
    const file = join(folder, "missing.desc");
    const error = await rejection(findServers([file], await listen()));
    expect(error.message).to.include(`no file ${file}; start the other server first`);
    const unreachable = await rejection(findServers(["localhost:1"], await listen()));
    expect(unreachable.message).to.match(/^cannot join: cannot reach localhost:1: nobody listens/);
  });
});

describe("desc files", () => {
  it("hold the desc, and leave nothing else behind", async () => {
    const file = join(folder, "s1.desc");
    await writeDescFile(file, "old");
    await writeDescFile(file, "a desc\nof two lines");
    expect(await readDescFile(file)).to.equal("a desc\nof two lines");
    expect(readdirSync(folder)).to.deep.equal(["s1.desc"]);
  });

  it("say what is wrong with them", async () => {
    const empty = join(folder, "empty");
    writeFileSync(empty, "\n");
    expect((await rejection(readDescFile(empty))).message).to.include("is empty");
    expect((await rejection(readDescFile(folder))).message).to.include(`cannot read ${folder}`);
    const nowhere = join(folder, "no", "s1.desc");
    const error = await rejection(writeDescFile(nowhere, "x"));
    expect(error.message).to.equal(
      `cannot write the desc file ${nowhere}: its folder does not exist`,
    );
    expect(existsSync(nowhere)).to.equal(false);
  });
});

describe("options of srunner", () => {
  it("have friendly defaults", async () => {
    const options = await parseOptions(["--actors", "2"]);
    expect(options).to.deep.include({ port: 6000, actors: 2, joinPort: 6003, host: "localhost" });
    expect((await parseOptions([])).actors).to.be.at.least(1);
  });

  it("take several servers to join, and descs one by one", async () => {
    const options = await parseOptions(["--join", "a", "b", "--remote", "{1}", "--remote", "{2}"]);
    expect(options).to.deep.include({ joins: ["a", "b"], remotes: ["{1}", "{2}"] });
  });

  const wrong: readonly (readonly [string, string])[] = [
    ["--actors 0", '--actors takes a whole number, 1 or more, not "0"'],
    ["--actors many", 'not "many"'],
    ["--port 0", "--port takes a whole number, 1 to 65535"],
    ["--port 65530 --actors 6", "need ports up to 65537"],
    ["--port 1 --port 2", "--port can be given once only"],
    ["--port", "not enough arguments following: port"],
    ["--prot 1", "unknown argument: prot"],
    ["stray", "unknown argument: stray"],
    ["--host a:6000", "without a port"],
    ["--latency -1", "--latency takes a whole number"],
  ];
  for (const [line, message] of wrong) {
    it(`refuse "${line}"`, async () => {
      const error = await rejection(parseOptions(line.split(" ")));
      expect(error).to.be.instanceOf(UsageError);
      expect(error.message).to.include(message);
    });
  }
});
