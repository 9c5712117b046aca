/** Runs one storage server until it is asked to stop. Exit codes: see `--help`. */
import { styleText } from "node:util";
import { hideBin } from "yargs/helpers";
import { Server } from "../kvserver/server.js";
import { installPlatform, platform } from "../platform/current.js";
import { createNodePlatform } from "../platform/node_platform.js";
import { PlatformError } from "../platform/platform.js";
import { exitCodes, runProgram } from "../program.js";
import { banner } from "./banner.js";
import { Directory } from "./directory.js";
import { parseOptions, type ServerOptions } from "./options.js";

/** How long a server may take to close, in milliseconds. */
const closeDeadlineMs = 5_000;

await runProgram("srunner", async () => {
  const options = await parseOptions(hideBin(process.argv));
  installPlatform(createNodePlatform({ host: `server ${options.port}`, publicName: options.host }));
  platform().network.setLatency(options.latency);
  const stopAsked = whenAskedToStop();
  // Nothing needs an orderly end while the server is starting.
  const started = await Promise.race([start(options), stopAsked]);
  if (started === undefined) return;
  await stopAsked;
  process.stdout.write("\nStopping; press Ctrl-C again to stop immediately.\n");
  await started.directory.leave();
  await closeInTime(started.server);
});
// Student code that has failed may have left something running.
process.exit();

interface Started {
  readonly server: Server;
  readonly directory: Directory;
}

async function start(options: ServerOptions): Promise<Started> {
  const { port, actors, joinPort, join, remote } = options;
  try {
    const directory = await Directory.listen(joinPort);
    for (const address of join) await directory.join(address);
    const descs = [...new Set([...remote, ...directory.descs])];
    const server = await Server.start(port, actors, descs);
    const { desc } = server;
    const untold = await directory.enter(desc);
    process.stdout.write(`${banner(options, directory.joinAddress, descs.length)}\n`);
    process.stdout.write(`${styleText("dim", `desc: ${desc}`)}\n\nCtrl-C stops the server.\n`);
    for (const address of untold) {
      process.stderr.write(`srunner: ${address} could not be told that this server runs\n`);
    }
    return { server, directory };
  } catch (error) {
    if (!(error instanceof PlatformError && error.code === "port-in-use")) throw error;
    throw new Error(
      `${error.message} (the server takes ports ${port} to ${port + actors} and, for others to join, ${joinPort})`,
      { cause: error },
    );
  }
}

/** Fulfilled on the first Ctrl-C, termination signal or closed terminal; the second one exits immediately. */
function whenAskedToStop(): Promise<undefined> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        if (asked) process.exit(exitCodes.failure);
        asked = true;
        resolve(undefined);
      });
    }
  });
}

async function closeInTime(server: Server): Promise<void> {
  const cancelDeadline = platform().after(closeDeadlineMs, () => {
    process.stderr.write(`srunner: Server.close did not end within ${closeDeadlineMs} ms\n`);
    process.exit(exitCodes.failure);
  });
  await server.close();
  cancelDeadline();
}
