/** The game CMUD: a session at a terminal, or commands from a pipe. Exit codes: see `--help`. */
import { hideBin } from "yargs/helpers";
import { Client } from "../kvclient/client.js";
import { installPlatform, platform } from "../platform/current.js";
import { createNodePlatform } from "../platform/node_platform.js";
import { commandLine, exitCodes, runProgram } from "../program.js";
import { Game, type Ending } from "./game/game.js";
import { parseOptions } from "./options.js";
import { seededChance, type Chance } from "./rules/chance.js";
import { Connection, FailoverRouter, HopelessError } from "./store/connection.js";
import { PipeScreen } from "./terminal/pipe_screen.js";
import { TtyScreen } from "./terminal/tty_screen.js";
import type { Screen } from "./terminal/screen.js";

await runProgram("cmud", async () => {
  const { addresses, name, fast, seed } = await parseOptions(hideBin(process.argv));
  installPlatform(createNodePlatform({ host: "player" }));
  const router = new FailoverRouter(addresses);
  const client = new Client(router);
  const connection = new Connection(client, router);
  const world = platform();
  const chance: Chance = seed === undefined ? () => world.random() : seededChance(seed);
  try {
    await reach(connection, addresses);
    const game = new Game({ connection, screen: openScreen(), chance, fast, name });
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.once(signal, () => {
        game.interrupt();
      });
    }
    return report(await game.run());
  } finally {
    client.close();
  }
});

/** Finds a server that answers, before anything is drawn. */
async function reach(connection: Connection, addresses: readonly string[]): Promise<void> {
  const reasons: string[] = [];
  while (reasons.length < addresses.length) {
    try {
      await connection.read();
      return;
    } catch (error) {
      if (error instanceof HopelessError) throw error;
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(
    `${reasons.join("\n      ")}\nStart a server first, in another terminal: ${commandLine("srunner", "--actors 2")}`,
  );
}

function openScreen(): Screen {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) return new PipeScreen(stdin, stdout);
  return new TtyScreen(stdin, stdout, process.env["NO_COLOR"] === undefined);
}

/** Says how the game ended; returns the exit code. */
function report(ending: Ending): number {
  switch (ending.type) {
    case "quit":
    case "interrupted":
      process.stdout.write("Your career is kept in the store. See you.\n");
      return exitCodes.ok;
    case "nameTaken":
      process.stderr.write(
        `cmud: another session has taken over the name ${ending.name}, so this one has ended; nothing is lost\n`,
      );
      return exitCodes.failure;
    case "failed":
      throw ending.error;
  }
}
