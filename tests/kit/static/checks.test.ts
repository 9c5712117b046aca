import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { commentsIn, designComment, problemOf } from "../../../grader/static/design_comment.js";
import { checkFormat, formatFindings } from "../../../grader/static/format.js";
import { lintFindings } from "../../../grader/static/lint.js";
import { typeCheck } from "../../../grader/static/type_check.js";
import { stageTree } from "../../../grader/trees/stage_tree.js";
import { starterText, TempFolder } from "../trees/temp_tree.js";

describe("The checks of student files", function () {
  this.timeout(180_000);

  for (const name of ["starter", "solution"]) {
    it(`find nothing in the ${name}`, async () => {
      const tree = await stageTree(name);
      expect(typeCheck(tree)).to.include({ status: "passed" });
      expect(await checkFormat(tree)).to.include({ status: "passed" });
      expect(await lintFindings(tree)).to.deep.equal([]);
      const { check, place } = await designComment(tree);
      expect(check.status).to.equal(name === "solution" ? "passed" : "failed");
      expect(place).to.deep.equal({ file: `${name}/kvserver/query_actor.ts`, line: 1 });
    });
  }

  describe("Lint", () => {
    let temp: TempFolder;
    before(async () => {
      temp = await TempFolder.create();
    });
    after(() => temp.remove());

    it("finds mistakes in all student files, and nothing that a student writes can turn it off", async () => {
      const actor = await starterText("kvserver/query_actor.ts");
      const folder = await temp.write({
        "kvserver/query_actor.ts":
          "/* eslint-disable */\n// @ts-nocheck\n" +
          actor
            .replace('import { TodoError } from "../todo.js";', 'import { tick } from "./tick.js";')
            .replace(/throw new TodoError.*/, "tick();"),
        "kvserver/tick.ts":
          "/* eslint cmud/actor-timers: off */\nexport function tick(): void {\n  setTimeout(tick, 1); // eslint-disable-line\n}\n",
        "kvserver/server.ts":
          "export class Server {\n  static async start(): Promise<void> {\n    Server.start();\n    setTimeout(() => undefined, 1);\n    console.log(1);\n  }\n}\n",
        "eslint.config.js": "export default [];\n",
        "kvserver/eslint.config.js": "export default [];\n",
      });
      const tree = temp.keepTrackOf(await stageTree(folder));
      const found = (await lintFindings(tree)).map(
        ({ file, line, rule }) => `${file.slice(folder.length + 1)}:${line} ${rule}`,
      );
      expect(found).to.have.members([
        "kvserver/query_actor.ts:1 inline-config",
        "kvserver/query_actor.ts:2 @typescript-eslint/ban-ts-comment",
        "kvserver/query_actor.ts:3 cmud/no-todo",
        "kvserver/tick.ts:1 inline-config",
        "kvserver/tick.ts:3 cmud/actor-timers",
        "kvserver/tick.ts:3 inline-config",
        "kvserver/server.ts:3 @typescript-eslint/no-floating-promises",
        "kvserver/server.ts:5 cmud/no-console",
      ]);
    });
  });

  describe("Format", () => {
    it("finds the first place that is not formatted", async () => {
      const [found, ...more] = await formatFindings("const a = 1;\nconst b   = 2;\n", "x.ts");
      expect(found).to.include({ line: 2, column: 9, rule: "prettier" });
      expect(more).to.deep.equal([]);
    });

    it("takes either kind of line end", async () => {
      expect(await formatFindings("const a = 1;\r\nconst b = 2;\r\n", "x.ts")).to.deep.equal([]);
    });

    it("reports comments that keep the formatter away, however they are written", async () => {
      for (const comment of [
        "// prettier-ignore",
        "/* prettier-ignore */",
        "/** prettier-ignore */",
      ]) {
        const found = await formatFindings(`${comment}\nconst b   = 2;\n`, "x.ts");
        expect(
          found.map(({ rule }) => rule),
          comment,
        ).to.include("prettier-ignore");
      }
    });

    it("says where a file does not even parse", async () => {
      const [found] = await formatFindings("const a = 1;\nconst = ;\n", "x.ts");
      expect(found).to.include({ line: 2, rule: "syntax" });
    });
  });

  describe("The design comment", () => {
    const prose =
      "Locally every query actor keeps the Puts it took in an outbox and tells all others on its server eight times a " +
      "second. Remotely it sends them once to one actor of each server, which relays them to its neighbours, so that no " +
      "Put travels twice. Receivers merge by time and by uid, so all of them agree in the end on one value.";
    const problem = (source: string): string | undefined => {
      const comments = commentsIn(source);
      return problemOf(comments.at(-1));
    };

    it("may be a block, a doc comment or line comments", () => {
      const lines = prose.match(/.{1,60}( |$)/g) ?? [];
      expect(problem(`/* ${prose} */\nlet x;`)).to.equal(undefined);
      expect(problem(`/**\n * SYNC\n *\n * ${lines.join("\n * ")}\n */\nlet x;`)).to.equal(
        undefined,
      );
      expect(problem(`// ${lines.join("\n// ")}\nlet x;`)).to.equal(undefined);
      expect(problem(`/* ${prose}\n\n${prose} */`)).to.equal(undefined);
    });

    it("is missed, or refused with the reason", async () => {
      expect(problem("let x;")).to.match(/no comment describes/);
      expect(problem(`const x = "/* ${prose} */";`)).to.match(/no comment describes/);
      expect(problem(`const x = \`/* ${prose} */\`;`)).to.match(/no comment describes/);
      expect(
        problem(await starterText("kvserver/query_actor.ts").then((text) => text.slice(0, 300))),
      ).to.match(/as it was handed out/);
      expect(problem(`/* ${prose.replace("Remotely", "Then")} */`)).to.match(/not speak of remote/);
      expect(problem(`/* ${prose.replace("Locally", "Here")} */`)).to.match(/not speak of local/);
      expect(
        problem(
          `/* Local: an actor tells all others. Remote: it tells one actor of each server. */`,
        ),
      ).to.match(/has 1\d words/);
      expect(problem(`/* ${[prose, prose, prose].join("\n\n")} */`)).to.match(/has 3 paragraphs/);
      expect(problem(`/* ${prose.repeat(20)} */`)).to.match(/at most 700/);
    });

    it("is found in the solution's own file", async () => {
      const tree = await stageTree("solution");
      const text = await readFile(join(tree.srcDir, "kvserver/query_actor.ts"), "utf8");
      expect(commentsIn(text)[0]?.text).to.match(/^SYNC STRATEGY/);
    });
  });
});
