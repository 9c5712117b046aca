/** Runs a cluster of replicas in one process, and executes commands that are typed at it. Exit codes: see `--help`. */
import { createInterface } from "node:readline";
import { styleText } from "node:util";
import { hideBin } from "yargs/helpers";
import { platform, installPlatform } from "../platform/current.js";
import { createNodePlatform } from "../platform/node_platform.js";
import { commandLine, exitCodes, explainError, runProgram } from "../program.js";
import { Cluster } from "./cluster.js";
import { helpText, runLine } from "./commands.js";
import { parseOptions } from "./options.js";

await runProgram("cluster", async () => {
  const { replicas, persistence, lossy } = await parseOptions(hideBin(process.argv));
  installPlatform(createNodePlatform({ host: "cluster" }));
  const report = (line: string): void => {
    process.stderr.write(`${styleText("dim", explainError(new Error(line)))}\n`);
  };
  const cluster = await Cluster.start({ persistence, lossy, report });
  try {
    for (let count = 0; count < replicas; count++) await cluster.join();
    return await talk(cluster);
  } finally {
    await cluster.close();
  }
});
// Student code that has failed may have left something running.
process.exit();

/** Executes lines from the terminal or a pipe until their end. */
async function talk(cluster: Cluster): Promise<number> {
  const { stdin: input, stdout: output } = process;
  const isTerminal = input.isTTY && output.isTTY;
  if (isTerminal) {
    output.write(`A cluster of ${cluster.members.join(", ")}; the first one is the primary.\n`);
    output.write(`${helpText}\n(Options: ${commandLine("cluster", "--help")})\n\n`);
  }
  const lines = createInterface({ input, output, terminal: isTerminal, prompt: "> " });
  if (isTerminal) lines.prompt();
  let failures = 0;
  for await (const line of lines) {
    const startedMs = platform().monotonicNow();
    try {
      const text = await runLine(cluster, line);
      if (text === undefined) break;
      const tookMs = Math.round(platform().monotonicNow() - startedMs);
      const took = isTerminal && text !== "" ? `  ${styleText("dim", `(${tookMs} ms)`)}` : "";
      if (text !== "") output.write(`${text}${took}\n`);
    } catch (error) {
      failures++;
      process.stderr.write(`${explainError(error)}\n`);
    }
    if (isTerminal) lines.prompt();
  }
  lines.close();
  // At a terminal the user has seen the errors, so the session itself has not failed.
  return isTerminal || failures === 0 ? exitCodes.ok : exitCodes.failure;
}
