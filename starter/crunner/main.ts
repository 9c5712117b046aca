/** Asks storage servers: one command, a session at a terminal, or commands from a pipe. Exit codes: see `--help`. */
import { hideBin } from "yargs/helpers";
import { Client } from "../kvclient/client.js";
import { rotatingRouter, type QueryRouter } from "../kvclient/query_router.js";
import { installPlatform } from "../platform/current.js";
import { createNodePlatform } from "../platform/node_platform.js";
import { exitCodes, fail, UsageError } from "../program.js";
import { helpText } from "./command.js";
import { CommandError } from "./command_error.js";
import { History } from "./history.js";
import { parseOptions, type RunnerOptions } from "./options.js";
import { Session } from "./session.js";

try {
  const options = await parseOptions(hideBin(process.argv));
  installPlatform(createNodePlatform({ host: "client" }));
  process.exitCode = await run(options);
} catch (error) {
  fail("crunner", error instanceof CommandError ? new UsageError(error.message) : error);
}

/** Returns the exit code. */
async function run({ addresses, command }: RunnerOptions): Promise<number> {
  const router = recording(rotatingRouter(addresses));
  const client = new Client(router);
  const atTerminal = process.stdin.isTTY && process.stdout.isTTY;
  const streams = { input: process.stdin, output: process.stdout, errors: process.stderr };
  // Which server answered, and how fast, is news to somebody who looks on; a script wants the values alone.
  const talking = atTerminal && command === undefined;
  const session = new Session(client, streams, talking ? () => router.askedLast : undefined);
  try {
    if (command !== undefined) {
      await session.run(command, "crunner: ");
    } else if (talking) {
      process.stdout.write(`CMUD storage client for ${addresses.join(", ")}\n${helpText}\n\n`);
      await session.talk(new History());
      // At a terminal every error was seen, and none of them is the session's.
      return exitCodes.ok;
    } else {
      await session.readPipe();
    }
    return session.failures === 0 ? exitCodes.ok : exitCodes.failure;
  } finally {
    client.close();
  }
}

/** A router that also remembers the last address that it gave. */
function recording(inner: QueryRouter): QueryRouter & { askedLast: string } {
  const router = {
    askedLast: "",
    nextAddr: () => (router.askedLast = inner.nextAddr()),
  };
  return router;
}
