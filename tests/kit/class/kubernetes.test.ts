/**
 * Goal: Kubernetes takes the job of a class, and its containers run the entry script that is tested. Method: models
 * that are generated from the published schemas, and the script itself in a folder that is laid out as the image is.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Job } from "kubernetes-models/batch/v1";
import { containerFile, jobManifest } from "../../../grader/class/kubernetes.js";
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { replicas } from "../../../grader/labs/replicas/lab.js";
import { sessions } from "../../../grader/labs/sessions/lab.js";
import { kitRoot } from "../../../grader/trees/kit_paths.js";
import type { TreeSpec } from "../../../grader/trees/tree_spec.js";

const plan = {
  ...{ name: "cmud-final", image: "cmud-grader", claim: "class" },
  ...{ handIns: 300, atOnce: 50, minutes: 20, memoryMiB: 900 },
};

describe("Grading on Kubernetes", () => {
  it("is an Indexed Job that the published schemas accept, and changes are noticed", () => {
    const manifest = jobManifest(plan);
    new Job(manifest as ConstructorParameters<typeof Job>[0]).validate();
    const spec = { ...manifest.spec, completions: "many" };
    const broken = new Job({ ...manifest, spec } as never);
    expect(() => {
      broken.validate();
    }).to.throw(/completions/);
    expect(manifest.spec).to.include({ completions: 300, parallelism: 50 });
  });

  it("keeps of the solutions what the assignment hands out, and compiles its starter", () => {
    const foldersOf = (lab: TreeSpec): string[] => {
      const folder = mkdtempSync(join(tmpdir(), "cmud-image-"));
      try {
        for (const name of ["actor", "kvserver", "replicas", "sessions"]) {
          mkdirSync(join(folder, "solution", name), { recursive: true });
        }
        const [command = ""] = /find solution .*(?= \\)/.exec(containerFile("22.23.3", lab)) ?? [];
        expect(spawnSync("sh", ["-c", command], { cwd: folder }).status).to.equal(0);
        return readdirSync(join(folder, "solution"));
      } finally {
        rmSync(folder, { recursive: true });
      }
    };
    expect(foldersOf(cmud)).to.deep.equal([]);
    expect(foldersOf(replicas)).to.deep.equal(["actor"]);
    expect(foldersOf(sessions)).to.deep.equal(["actor"]);
    expect(containerFile("22.23.3", replicas)).to.include("stage --lab replicas --tree starter");
  });

  it("starts the script that the container file names, which says what is missing", async () => {
    const entry = /ENTRYPOINT (\[.*\])/.exec(containerFile("22.23.3", cmud))?.[1] ?? "[]";
    const [shell = "", script = ""] = JSON.parse(entry) as string[];
    const here = join(kitRoot, script.replace(/^\/kit\//, ""));
    expect(await readFile(here, "utf8")).to.include("grade_hand_in.js");
    const env = { ...process.env, NODE: process.execPath, JOB_COMPLETION_INDEX: "0" };
    const { status, stderr } = spawnSync(shell, [here], { env, encoding: "utf8" });
    expect(status).to.equal(2);
    expect(stderr).to.match(/name the folder of the results/);
  });
});
