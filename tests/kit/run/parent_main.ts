/** A program that runs a long scenario; prints the pid of the scenario's process. Its test kills it. */
import { readdir, readFile } from "node:fs/promises";
import { run } from "../suite/run_tree.js";

const [, , tree = ""] = process.argv;
void run(tree, [
  { do: "startServer", server: "s1", actors: 1 },
  { do: "wait", ms: 60_000 },
]);
setTimeout(() => void printChild(), 1_500);

async function printChild(): Promise<void> {
  for (const entry of await readdir("/proc")) {
    const stat = await readFile(`/proc/${entry}/stat`, "latin1").catch(() => "");
    // After the name in brackets come the state and the parent's pid.
    const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (parent === String(process.pid)) process.stdout.write(`${entry}\n`);
  }
}
