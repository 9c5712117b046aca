/** Goal: a command line of explore is understood whole, or refused with what to type instead. Method: lines of both kinds. */
import { expect } from "chai";
import { exploreCommand, parseExplore } from "../../../grader/cli/explore_options.js";
import { rejection } from "../trees/temp_tree.js";

describe("The command line of explore", () => {
  it("explores the starter with two servers unless told otherwise", async () => {
    expect(await parseExplore([])).to.include({
      tree: "starter",
      servers: 2,
      actors: 2,
      seeds: 1_000,
      firstSeed: 1,
      timeMs: 60_000,
      exhaustive: false,
      keep: "tests/mine",
    });
  });

  it("takes faults, times and a single seed, and prints the command that finds a case again", async () => {
    const line = "--tree solution --servers 3 --faults skew=s2:50ms,drop=0.01 --time 2m --seed 17";
    const options = await parseExplore(line.split(" "));
    expect(options).to.include({ servers: 3, seeds: 1, firstSeed: 17, timeMs: 120_000 });
    expect(options.faults.map(({ fault }) => fault)).to.deep.equal(["skew", "drop"]);
    const again = exploreCommand(options, 17);
    expect(again).to.equal(
      "npm run explore -- --tree solution --servers 3 --actors 2 --faults 'skew=s2:50ms,drop=0.01' --seed 17",
    );
  });

  it("prints a tree with a blank in its name so that a shell takes it", async () => {
    const options = await parseExplore(["--tree", "my hand-in.zip"]);
    expect(exploreCommand(options, 3)).to.contain('--tree "my hand-in.zip" --servers');
  });

  for (const [line, why] of [
    ["--nope", /no option --nope/],
    ["--seed", /--seed needs a value/],
    ["--actor 2", /did you mean --actors/],
    ["--servers 0", /--servers takes a whole number from 1 to 6, not 0/],
    ["--time soon", /--time takes a duration such as 30s or 5m, not soon/],
    ["--faults quake=9", /there is no fault "quake"/],
    ["--faults drop=2", /a number from 0 to 1/],
    ["--seed 1 --seed 2", /--seed is given 2 times/],
    ["solution", /did you mean --tree solution\?/],
  ] as const) {
    it(`refuses ${line}`, async () => {
      expect(await rejection(parseExplore(line.split(" ")))).to.match(why);
    });
  }

  it("explains itself on --help, with every fault", async () => {
    expect(await rejection(parseExplore(["--help"]))).to.contain("partition=s1|s2+s3@2s..4s");
  });
});
