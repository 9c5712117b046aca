/**
 * Goal: copied code is found although names and comments were changed, and what everybody got from the starter is not.
 * Method: two hand-ins with the same code under other names, one of its own, and a common starter.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { similarPairs, type Sources } from "../../../grader/class/similar.js";
import { similarPage } from "../../../grader/class/similar_page.js";
import { kitRoot } from "../../../grader/trees/kit_paths.js";

describe("Similar hand-ins", () => {
  let starter: Sources;
  let own: Sources;
  let copy: Sources;
  let other: Sources;

  before(async () => {
    const read = (path: string): Promise<string> => readFile(join(kitRoot, path), "utf8");
    const stub = await read("starter/actor/mailbox.ts");
    const mailbox = await read("solution/actor/mailbox.ts");
    const renamed = mailbox.replaceAll("#items", "#queue").replace(/\/\*\*[^]*?\*\//g, "");
    const of = (id: string, text: string): Sources => {
      return {
        id,
        files: new Map([
          ["actor/mailbox.ts", stub],
          ["actor/own.ts", text],
        ]),
      };
    };
    starter = { id: "starter", files: new Map([["actor/mailbox.ts", stub]]) };
    own = of("own", mailbox);
    copy = of("copy", `const padding = 1;\n${renamed}`);
    other = of("other", await read("solution/kvserver/entry.ts"));
  });

  it("are found with the places that they have in common, in the files where these are", () => {
    const [pair, ...more] = similarPairs([own, copy, other], starter, 0.3);
    expect(more).to.deep.equal([]);
    expect([pair?.left, pair?.right]).to.have.members(["own", "copy"]);
    expect(pair?.similarity).to.be.above(0.8);
    const [place] = pair?.places ?? [];
    expect(place?.left.file).to.equal("actor/own.ts");
    expect(similarPage("x", pair === undefined ? [] : [pair])).to.include("actor/own.ts:");
  });

  it("are none if only the starter is in common", () => {
    const bare = (id: string): Sources => ({ id, files: starter.files });
    expect(similarPairs([bare("a"), bare("b")], starter, 0.01)).to.deep.equal([]);
  });
});
