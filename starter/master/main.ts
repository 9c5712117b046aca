/** The master: reads commands from a pipe or a terminal, and carries them out on processes. Exit codes: see `--help`. */
import { homedir } from "node:os";
import { join } from "node:path";
import { hideBin } from "yargs/helpers";
import { installPlatform } from "../platform/current.js";
import { createNodePlatform } from "../platform/node_platform.js";
import { exitCodes, parserOf, runProgram } from "../program.js";
import { helpText } from "./commands.js";
import { Master } from "./master.js";
import { startProcess } from "./processes.js";
import { endLeftProcesses, RunFile } from "./run_file.js";
import { Session } from "./session.js";

/** Where lines are kept: `~/.cmud_master_history`, or what the environment variable `CMUD_HISTORY` names. */
const historyFile = (): string =>
  process.env["CMUD_HISTORY"] ?? join(homedir(), ".cmud_master_history");

await runProgram("master", async () => {
  const { clean } = await parserOf(
    "master",
    hideBin(process.argv),
    "[< script]\n\n" +
      "Reads commands, one a line, from a pipe or the terminal, and carries them out.\n" +
      `Each server and each client is a process of its own.\n\nCommands:\n${helpText.replace(/^(?=.)/gm, "  ")}`,
  )
    .option("clean", {
      type: "boolean",
      describe: "End the processes that a crashed master has left behind, and exit",
    })
    .strict()
    .parse();
  if (clean === true) {
    const ended = endLeftProcesses();
    process.stdout.write(`ended ${ended} ${ended === 1 ? "process" : "processes"}\n`);
    return exitCodes.ok;
  }
  const run = new RunFile();
  const onSpawn = (pid: number): void => {
    run.add(pid);
  };
  installPlatform(createNodePlatform({ host: "master", processes: { tag: run.tag, onSpawn } }));
  const master = new Master(startProcess);
  const end = async (): Promise<void> => {
    await master.close();
    run.remove();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => void end().then(() => process.exit(exitCodes.failure)));
  }
  const { stdin: input, stdout: output, stderr: errors } = process;
  const session = new Session(master, { input, output, errors });
  try {
    if (input.isTTY && output.isTTY) {
      output.write("The master of the sessions lab; help lists the commands.\n");
      await session.talk(historyFile());
    } else {
      await session.readPipe();
    }
    return exitCodes.ok;
  } finally {
    await end();
  }
});
