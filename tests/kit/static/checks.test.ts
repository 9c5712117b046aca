import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { commentsIn, designComment, problemOf } from "../../../grader/static/design_comment.js";
import { checkFormat, formatDiagnostics } from "../../../grader/static/format.js";
import { lintDiagnostics } from "../../../grader/static/lint.js";
import { typeCheck } from "../../../grader/static/type_check.js";
import { stageTree } from "../../../grader/trees/stage_tree.js";
import { starterText, TempFolder } from "../trees/temp_tree.js";

const { designComment: design } = cmud;
if (design === undefined) throw new Error("CMUD asks for a design comment");

describe("The checks of student files", function () {
  this.timeout(180_000);

  for (const name of ["starter", "solution"]) {
    it(`find nothing in the ${name}`, async () => {
      const tree = await stageTree(cmud, name);
      expect(typeCheck(tree)).to.include({ status: "passed" });
      expect(await checkFormat(tree)).to.include({ status: "passed" });
      // That lint finds nothing either shows when the whole kit grades them.
      const { check, place } = await designComment(tree, design);
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
          "/* eslint kit/actor-timers: off */\nexport function tick(): void {\n  setTimeout(tick, 1); // eslint-disable-line\n}\n",
        "kvserver/server.ts":
          'export class Server {\n  static async start(): Promise<void> {\n    Server.start();\n    setTimeout(() => undefined, 1);\n    console.log(1);\n    "a".localeCompare("b");\n  }\n}\n',
        "eslint.config.js": "export default [];\n",
        "kvserver/eslint.config.js": "export default [];\n",
      });
      const tree = temp.keepTrackOf(await stageTree(cmud, folder));
      const found = (await lintDiagnostics(tree, cmud)).map(
        ({ file, line, code }) => `${file.slice(folder.length + 1)}:${line} ${code}`,
      );
      expect(found).to.have.members([
        "kvserver/query_actor.ts:1 inline-config",
        "kvserver/query_actor.ts:2 @typescript-eslint/ban-ts-comment",
        "kvserver/query_actor.ts:3 kit/no-todo",
        "kvserver/tick.ts:1 inline-config",
        "kvserver/tick.ts:3 kit/actor-timers",
        "kvserver/tick.ts:3 inline-config",
        "kvserver/server.ts:3 @typescript-eslint/no-floating-promises",
        "kvserver/server.ts:5 kit/no-console",
        "kvserver/server.ts:6 no-restricted-properties",
      ]);
    });
  });

  describe("Format", () => {
    it("finds the first place that is not formatted", async () => {
      const [found, ...more] = await formatDiagnostics("const a = 1;\nconst b   = 2;\n", "x.ts");
      expect(found).to.include({ line: 2, column: 9, code: "prettier" });
      expect(more).to.deep.equal([]);
    });

    it("takes either kind of line end", async () => {
      expect(await formatDiagnostics("const a = 1;\r\nconst b = 2;\r\n", "x.ts")).to.deep.equal([]);
    });

    it("reports comments that keep the formatter away, however they are written", async () => {
      for (const comment of [
        "// prettier-ignore",
        "/* prettier-ignore */",
        "/** prettier-ignore */",
      ]) {
        const found = await formatDiagnostics(`${comment}\nconst b   = 2;\n`, "x.ts");
        expect(
          found.map(({ code }) => code),
          comment,
        ).to.include("prettier-ignore");
      }
    });

    it("says where a file does not even parse", async () => {
      const [found] = await formatDiagnostics("const a = 1;\nconst = ;\n", "x.ts");
      expect(found).to.include({ line: 2, code: "syntax" });
    });
  });

  describe("The design comment", () => {
    const prose =
      "Locally every query actor keeps the Puts it took in an outbox and tells all others on its server eight times a " +
      "second. Remotely it sends them once to one actor of each server, which relays them to its neighbours, so that no " +
      "Put travels twice. Receivers merge by time and by uid, so all of them agree in the end on one value.";
    const problem = (source: string): string | undefined => {
      const comments = commentsIn(source);
      return problemOf(comments.at(-1), design);
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
      expect(problem(`/* ${prose.replace("Remotely", "Then")} */`)).to.match(
        /does not mention remote;/,
      );
      expect(problem(`/* ${prose.replace("Locally", "Here")} */`)).to.match(
        /does not mention local;/,
      );
      expect(
        problem(
          `/* Local: an actor tells all others. Remote: it tells one actor of each server. */`,
        ),
      ).to.match(/has 1\d words/);
      expect(problem(`/* ${[prose, prose, prose].join("\n\n")} */`)).to.match(/has 3 paragraphs/);
      expect(problem(`/* ${prose.repeat(20)} */`)).to.match(/at most 700/);
    });

    it("is found in the solution's own file", async () => {
      const tree = await stageTree(cmud, "solution");
      const text = await readFile(join(tree.srcDir, "kvserver/query_actor.ts"), "utf8");
      expect(commentsIn(text)[0]?.text).to.match(/^SYNC STRATEGY/);
    });
  });
});
