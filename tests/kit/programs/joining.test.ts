/** Goal: servers find each other with little typing. Method: directories without servers. */
import { expect } from "chai";
import { UsageError } from "#solution/program.js";
import { Directory } from "#solution/srunner/directory.js";
import { parseOptions } from "#solution/srunner/options.js";
import { installNodePlatform, rejection } from "../support.js";

let directories: Directory[];

beforeEach(() => {
  installNodePlatform();
  directories = [];
});

afterEach(async () => {
  await Promise.all(directories.map((directory) => directory.leave()));
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
    await second.join(first.joinAddress);
    expect(second.descs).to.deep.equal(["one"]);
    expect(await second.enter("two")).to.deep.equal([]);
    await third.join(first.joinAddress);
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
    const error = await rejection(second.join(first.joinAddress));
    expect(error.message).to.match(/^cannot join: .*still starting; try again/);
  });

  it("know who cannot be told", async () => {
    const [first, second] = [await listen(), await listen()];
    await first.enter("one");
    await second.join(first.joinAddress);
    await first.leave();
    expect(await second.enter("two")).to.deep.equal([first.joinAddress]);
  });

  it("do not join themselves", async () => {
    const first = await listen();
    expect(await rejection(first.join(first.joinAddress))).to.be.instanceOf(UsageError);
  });

  it("say when nobody is there", async () => {
    const error = await rejection((await listen()).join("localhost:1"));
    expect(error.message).to.match(/^cannot join: cannot reach localhost:1: nobody listens/);
  });
});

describe("options of srunner", () => {
  it("have friendly defaults", async () => {
    const options = await parseOptions(["--actors", "2"]);
    expect(options).to.deep.include({ port: 6000, actors: 2, joinPort: 6003, host: "localhost" });
    expect((await parseOptions([])).actors).to.be.at.least(1);
  });

  it("take several servers to join, and descs one by one", async () => {
    const options = await parseOptions([
      "--join",
      "1",
      "b:2",
      "--remote",
      "{1}",
      "--remote",
      "{2}",
    ]);
    expect(options).to.deep.include({
      join: ["localhost:1", "b:2"],
      remote: ["{1}", "{2}"],
    });
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
    ["--join nowhere", '"nowhere" is no address'],
    ["--join", "not enough arguments following: join"],
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
