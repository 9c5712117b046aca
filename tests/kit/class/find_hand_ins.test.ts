/**
 * Goal: hand-ins are found in what learning platforms export, with everything that the export knows about them. Method:
 * small folders of the shape that each platform writes.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { findHandIns } from "../../../grader/class/find_hand_ins.js";
import { readRoster, missingStudents, withRoster } from "../../../grader/class/roster.js";
import { rejection } from "../trees/temp_tree.js";

describe("Finding hand-ins", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "cmud-class-"));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  }

  it("reads a Gradescope export with submitters, times and histories", async () => {
    await write({
      "submission_metadata.yml": [
        "submission_71:",
        "  :submitters:",
        "  - :name: Ada Maria Lovelace",
        "    :sid: '4711'",
        "    :email: ada@example.org",
        "  - :name: Alan Turing",
        "    :sid: 4712",
        "  :created_at: 2027-03-13 01:15:00.123456000 -05:00",
        "  :score: 12.0",
        "  :status: processed",
        "  :history:",
        "  - :id: 70",
        "    :created_at: 2027-03-12 20:15:00.123456000 Z",
        "",
      ].join("\n"),
      "submission_71/handin.zip": "a zip",
      "submission_72/actor/mailbox.ts": "",
    });
    const [first, second] = await findHandIns(folder);
    expect(first).to.deep.equal({
      id: "submission_71",
      origin: "gradescope",
      path: join(folder, "submission_71/handin.zip"),
      students: [
        { id: "4711", firstName: "Ada Maria", lastName: "Lovelace", email: "ada@example.org" },
        { id: "4712", firstName: "Alan", lastName: "Turing", email: "" },
      ],
      submittedAt: "2027-03-13T06:15:00.123Z",
      submissions: 2,
    });
    expect(second).to.include({ id: "submission_72", origin: "plain" });
  });

  it("reads Canvas' and Moodle's names, and plain zips and folders", async () => {
    await write({
      "lovelaceada_4711_815_handin.zip": "",
      "turingalan_LATE_4712_816_handin-2.zip": "",
      "Grace Brewster Hopper_4713_assignsubmission_file_/handin.zip": "",
      "team seven.zip": "",
      "team_eight/src/actor/mailbox.ts": "",
      "__MACOSX/x": "",
      "grades.csv": "",
    });
    const found = await findHandIns(folder);
    expect(found.map(({ id, origin }) => `${origin} ${id}`)).to.deep.equal([
      "moodle Grace_Brewster_Hopper_4713",
      "canvas lovelaceada_4711",
      "plain team_eight",
      "plain team_seven",
      "canvas turingalan_4712",
    ]);
    expect(found.filter(({ markedLate }) => markedLate === true)).to.have.length(1);
    expect(found[0]?.students).to.deep.equal([
      { id: "4713", firstName: "Grace Brewster", lastName: "Hopper", email: "" },
    ]);
  });

  it("tells hand-ins apart whose names differ only in case, and refuses a folder without any", async () => {
    await write({ "a/Team.zip": "", "a/notes.txt": "" });
    expect((await findHandIns(join(folder, "a"))).map(({ id }) => id)).to.deep.equal(["Team"]);
    await write({ "b/Team.zip": "", "b/team/actor/x.ts": "" });
    const ids = (await findHandIns(join(folder, "b"))).map(({ id }) => id.toLowerCase());
    expect(new Set(ids)).to.have.property("size", 2);
    await write({ "c/readme.txt": "" });
    expect(await rejection(findHandIns(join(folder, "c")))).to.match(/no zips and no folders/);
    expect(await rejection(findHandIns(join(folder, "d")))).to.match(/there is no folder/);
  });

  it("takes names, times and deadlines from a roster, and knows who handed in nothing", async () => {
    await write({
      "hand-ins/team1.zip": "",
      "roster.csv": [
        "student_id,last_name,first_name,email,hand_in,submitted_at,due",
        "1,Lovelace,Ada,ada@example.org,team1,2027-03-12T23:00:00-05:00,",
        "2,Turing,Alan,,team1,,2027-03-14T23:59:00-05:00",
        "3,Hopper,Grace,,,,",
      ].join("\n"),
    });
    const roster = await readRoster(join(folder, "roster.csv"));
    const handIns = withRoster(await findHandIns(join(folder, "hand-ins")), roster);
    expect(handIns[0]?.students.map(({ lastName }) => lastName)).to.deep.equal([
      "Lovelace",
      "Turing",
    ]);
    expect(handIns[0]).to.include({
      submittedAt: "2027-03-12T23:00:00-05:00",
      due: "2027-03-14T23:59:00-05:00",
    });
    expect(missingStudents(handIns, roster).map(({ id }) => id)).to.deep.equal(["3"]);
  });
});
