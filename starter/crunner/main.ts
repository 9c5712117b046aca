/** Queries storage servers: one command, a session at a terminal, or commands from a pipe. Exit codes: see `--help`. */
import { homedir } from "node:os";
import { join } from "node:path";
import { hideBin } from "yargs/helpers";
import { Client } from "../kvclient/client.js";
import { rotatingRouter } from "../kvclient/query_router.js";
import { installPlatform } from "../platform/current.js";
import { createNodePlatform } from "../platform/node_platform.js";
import { exitCodes, runProgram } from "../program.js";
import { helpText } from "./commands.js";
import { parseOptions } from "./options.js";
import { Session } from "./session.js";

/** Where lines are kept: `~/.cmud_history`, or what the environment variable `CMUD_HISTORY` names. */
const historyFile = process.env["CMUD_HISTORY"] ?? join(homedir(), ".cmud_history");

await runProgram("crunner", async () => {
  const { addresses, command } = await parseOptions(hideBin(process.argv));
  installPlatform(createNodePlatform({ host: "client" }));
  const router = rotatingRouter(addresses);
  let askedLast = "";
  const client = new Client({ nextAddr: () => (askedLast = router.nextAddr()) });
  const { stdin: input, stdout: output, stderr: errors } = process;
  const session = new Session(client, { input, output, errors });
  try {
    if (command !== undefined) {
      await session.run(command);
    } else if (input.isTTY && output.isTTY) {
      output.write(`CMUD storage client for ${addresses.join(", ")}\n${helpText}\n\n`);
      await session.talk(() => askedLast, historyFile);
      // At a terminal the user has seen the errors, so the session itself has not failed.
      return exitCodes.ok;
    } else {
      await session.readPipe();
    }
    return session.failures === 0 ? exitCodes.ok : exitCodes.failure;
  } finally {
    client.close();
  }
});
