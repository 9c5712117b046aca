import { expect } from "chai";
import Table from "cli-table3";
import { spawnSync } from "node:child_process";
import { readdir } from "node:fs/promises";
import { connect } from "node:net";
import { printable } from "../../../grader/base/printable.js";
import { chooseWall } from "../../../grader/process/choose_wall.js";
import type { Wall, WallKind } from "../../../grader/process/wall.js";
import { kitRoot } from "../../../grader/trees/kit_paths.js";
import type { Attack } from "./attack.js";
import { foreknowledge } from "./foreknowledge.js";
import { forgeries, traceForgery } from "./forgeries.js";
import { harm, heavyTrees, strayPort } from "./harm.js";
import { otherLabs } from "./other_labs.js";
import { pastTheActors } from "./past_the_actors.js";
import { cleanUp, fingerprint, leftBeside, runAttack, type Outcome } from "./run_attack.js";
import { sharedState } from "./shared_state.js";
import { solutionJs } from "../suite/run_tree.js";
import { zips } from "./zips.js";

const all: readonly Attack[] = [
  ...sharedState,
  ...pastTheActors,
  ...otherLabs,
  ...foreknowledge,
  ...forgeries,
  traceForgery,
  ...harm,
  ...heavyTrees,
  ...zips,
];
const wanted = process.env["CMUD_ALL_ATTACKS"] === "1" ? all : all.filter(({ quick }) => quick);

/** What they run behind: the strongest wall that there is, unless `CMUD_WALL` names another one. */
const wantedWall = (process.env["CMUD_WALL"] ?? "auto") as WallKind | "auto";

describe("A hostile hand-in", function () {
  this.timeout(240_000);
  let wall: Wall;
  let kitBefore = "";
  const table = new Table({
    head: ["Attack", "Aim", "Honest", "Points", "Exit", "Seconds"],
    style: { head: [], border: [] },
  });

  before(async () => {
    // What some of them want to have.
    await solutionJs();
    wall = await chooseWall(wantedWall, kitRoot);
    kitBefore = await fingerprint();
  });

  after(async () => {
    await cleanUp();
    if (wanted !== all) return;
    process.stdout.write(`\nBehind the wall ${wall.kind}:\n${table.toString()}\n`);
  });

  it("is one of at least fifty", () => {
    expect(new Set(all.map(({ name }) => name)).size)
      .to.equal(all.length)
      .and.to.be.at.least(50);
  });

  for (const attack of wanted.filter(({ worksWithout }) => worksWithout !== undefined)) {
    it(`that ${attack.how} would gain, if nothing stopped it (${attack.name})`, async () => {
      const { points, text } = await runAttack(attack, wall, attack.worksWithout);
      const isRightOtherwise = text.includes("which no message from one actor to another has");
      if (!isRightOtherwise) expect(points, text.slice(0, 2_000)).to.be.greaterThan(attack.honest);
    });
  }

  for (const attack of wanted) {
    it(`that ${attack.how} gains and harms nothing (${attack.name})`, async function () {
      // Without a wall, what these do is what their owner may do.
      if (wall.kind === "none" && attack.driver === "real") this.skip();
      const outcome = await runAttack(attack, wall);
      const { points, exitCode, text, seconds } = outcome;
      table.push([attack.name, attack.aim, attack.honest, points, exitCode, seconds]);
      expectHarmless(attack, outcome);
      if (attack.says !== undefined) expect(text).to.match(attack.says);
      expect(await fingerprint(), "the kit's files").to.equal(kitBefore);
      const running = spawnSync("ps", ["ax", "-o", "args"], { encoding: "utf8" }).stdout;
      expect(running).to.not.contain("cmud-attack-stray");
      expect(await answers(strayPort), "its port").to.equal(false);
      const left = (await readdir("/tmp")).filter((name) => name.startsWith("cmud-attack-left"));
      expect([...left, ...(await leftBeside())], "its files").to.deep.equal([]);
    });
  }

  function answers(port: number): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("connect", () => {
        socket.destroy();
        resolve(true);
      });
      socket.once("error", () => {
        resolve(false);
      });
    });
  }

  function expectHarmless({ honest }: Attack, { points, exitCode, text }: Outcome): void {
    expect(points, "points").to.be.at.most(honest);
    expect(exitCode, `exit code: ${text.slice(0, 2_000)}`).to.not.equal(4);
    expect(printable(text)).to.equal(text);
  }
});
