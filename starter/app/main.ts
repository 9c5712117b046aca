/** The game CMUD: a session at a terminal, or commands from a pipe. Exit codes: see `--help`. */
import { hideBin } from "yargs/helpers";
import { Client } from "../kvclient/client.js";
import { installPlatform, platform } from "../platform/current.js";
import { createNodePlatform } from "../platform/node_platform.js";
import { commandLine, exitCodes, runProgram } from "../program.js";
import { Game } from "./game/game.js";
import { parseOptions } from "./options.js";
import { seededChance } from "./rules/chance.js";
import { Connection, FailoverRouter, HopelessError } from "./store/connection.js";
import { Terminal } from "./terminal.js";

await runProgram("cmud", async () => {
  const { addresses, name, fast, seed } = await parseOptions(hideBin(process.argv));
  installPlatform(createNodePlatform({ host: "player" }));
  const router = new FailoverRouter(addresses);
  const client = new Client(router);
  const connection = new Connection(client, router);
  const world = platform();
  const chance = seed === undefined ? () => world.random() : seededChance(seed);
  try {
    await reach(connection, addresses);
    const { stdin: input, stdout: output } = process;
    const terminal = new Terminal({ input, output, interactive: input.isTTY && output.isTTY });
    const game = new Game({ connection, terminal, chance, fast, name });
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.once(signal, () => {
        game.interrupt();
      });
    }
    await game.run();
    output.write("Your career is kept in the store. See you.\n");
    return exitCodes.ok;
  } finally {
    client.close();
  }
});

/** Finds a server that answers, before anything is printed. */
async function reach(connection: Connection, addresses: readonly string[]): Promise<void> {
  const reasons: string[] = [];
  while (reasons.length < addresses.length) {
    try {
      await connection.read();
      return;
    } catch (error) {
      if (error instanceof HopelessError) throw error;
      reasons.push((error as Error).message);
    }
  }
  throw new Error(
    `${reasons.join("\n      ")}\nStart a server first, in another terminal: ${commandLine("srunner", "--actors 2")}`,
  );
}
