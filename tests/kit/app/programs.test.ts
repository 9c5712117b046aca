/** Goal: CMUD is played on real servers. Method: processes of the staged solution, with the game on pipes. */
import { join } from "node:path";
import { expect } from "chai";
import { PortBlocks } from "../../../grader/run/port_blocks.js";
import { kitRoot } from "../../../grader/trees/kit_paths.js";
import { Program, startServer } from "../programs/program.js";
import { installNodePlatform } from "../support.js";

const ports = new PortBlocks();
let running: Program[];

beforeEach(() => {
  installNodePlatform();
  running = [];
});

afterEach(async () => {
  for (const program of running) program.process.kill("SIGKILL");
  await Promise.all(running.map((program) => program.ended));
});

async function server(port: number, ...args: string[]): Promise<Program> {
  const program = await startServer(port, "--actors", "1", ...args);
  running.push(program);
  return program;
}

function game(...args: readonly (string | number)[]): Program {
  const program = new Program("app", ["--fast", "--seed", "5", ...args.map(String)], "open");
  running.push(program);
  return program;
}

describe("cmud", () => {
  it("plays a whole session from a pipe, without colours, to the end of the input", async () => {
    const { basePort } = await ports.acquire(3);
    await server(basePort);
    const session = game(basePort + 1);
    const lines = [
      "Ada",
      "mine",
      "go store",
      "buy ram",
      "go hall",
      "solve",
      "0",
      "c",
      "stats",
      "map",
    ];
    session.process.stdin?.end(lines.join("\n"));
    const { code, output, errors } = await session.ended;
    expect({ code, errors }).to.deep.equal({ code: 0, errors: "" });
    expect(output).to.match(
      /What is your name\? \n[^]*Welcome, Ada![^]*Block [01]{12}: [^]*The Surplus Store[^]*The Lecture Hall/,
    );
    expect(output).to.match(
      /You wear the problem down by \d[^]*Ada, first-year student[^]*\[\*hall\]/,
    );
    expect(output).to.match(/Your career is kept in the store\. See you\.\n$/);
    expect(output).not.to.include("\u001b");
  });

  it("shows what is done on one server to a player on another, and goes on there when the own one is lost", async () => {
    const { basePort } = await ports.acquire(6);
    const first = await server(basePort);
    await server(basePort + 3, "--join", String(basePort + 2));
    const ada = game(basePort + 1, basePort + 4, "--name", "Ada");
    await ada.shows("Ways:");
    const bob = game(basePort + 4, "--name", "Bob");
    await bob.shows("Ways:");
    await ada.shows("Bob enters the game");
    ada.type("mine");
    ada.type("say hello over there");
    await bob.shows("Ada says: hello over there");
    const coins = /You have (\d+)\./.exec(ada.output)?.[1] ?? "";

    first.process.kill("SIGKILL");
    await ada.shows(`-- Lost the server localhost:${basePort + 1}`);
    ada.type("shout still here");
    await ada.shows(`-- Back in the world, on localhost:${basePort + 4}.`);
    await bob.shows("Ada shouts from the dorm: still here");
    ada.type("inventory");
    await ada.shows(`You have ${coins} coin`);
    for (const player of [ada, bob]) {
      player.type("quit");
      expect(await player.ended).to.deep.include({ code: 0, errors: "" });
    }
  });

  it("waits for a server that comes back, and brings it what it has lost", async () => {
    const { basePort } = await ports.acquire(3);
    const first = await server(basePort);
    const ada = game(basePort + 1, "--name", "Ada");
    await ada.shows("Ways:");
    ada.type("go hall");
    await ada.shows("The Lecture Hall");
    first.process.kill("SIGKILL");
    await ada.shows("-- Lost the server");
    ada.type("say patience");
    await server(basePort);
    await ada.shows("You say: patience");
    ada.type("quit");
    expect((await ada.ended).code).to.equal(0);
    const again = game(basePort + 1, "--name", "Ada");
    await again.shows("Welcome back, Ada");
    await again.shows("The Lecture Hall");
  });

  it("ends in order when it is asked to", async () => {
    const { basePort } = await ports.acquire(3);
    await server(basePort);
    const ada = game(basePort + 1, "--name", "Ada");
    await ada.shows("Ways:");
    ada.process.kill("SIGTERM");
    expect(await ada.ended).to.deep.include({ code: 0, errors: "" });
    const bob = game(basePort + 1, "--name", "Bob");
    await bob.shows("Nobody else is here.");
  });

  it("says what to do when there is no server, no client yet, or a wrong command line", async () => {
    const { basePort } = await ports.acquire(1);
    const nobody = await game(basePort).ended;
    expect(nobody.code).to.equal(1);
    expect(nobody.errors).to.match(
      /^cmud: cannot reach localhost:\d+: nobody listens.*\nStart a server/,
    );

    const starter = join(kitRoot, "build/kit/starter/app/main.js");
    const todo = await new Program(starter, [String(basePort)]).ended;
    expect(todo).to.deep.equal({
      code: 1,
      output: "",
      errors:
        "cmud: not written yet: write Client.list in kvclient/client.ts (checkpoint; section 6.1 of the handout)\n",
    });

    for (const args of [["--name", "a/b"], ["--seed", "x"], ["nowhere"], ["--nonsense"]]) {
      expect((await game(...args).ended).code, args.join(" ")).to.equal(2);
    }
    const help = await game("--help").ended;
    expect(help.code).to.equal(0);
    expect(help.output).to.include("--tree");
  });
});
