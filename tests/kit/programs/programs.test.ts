/** Goal: the programs work together, end in order, and fail clearly. Method: real processes of the staged solution. */
import { createServer, type AddressInfo } from "node:net";
import { expect } from "chai";
import { eventually, installNodePlatform, sleep } from "../support.js";
import { Program, startServer, type Ended } from "./program.js";
import { PortBlocks } from "../../../grader/run/port_blocks.js";

const ports = new PortBlocks();
let running: Program[] = [];

function start(name: string, args: readonly string[], input?: string): Program {
  const program = new Program(name, args, input);
  running.push(program);
  return program;
}

async function server(port: number, ...args: string[]): Promise<Program> {
  const program = await startServer(port, ...args);
  running.push(program);
  return program;
}

function ask(...args: (string | number)[]): Promise<Ended> {
  return start("crunner", args.map(String)).ended;
}

beforeEach(() => {
  installNodePlatform();
});

afterEach(async () => {
  for (const program of running) program.process.kill("SIGKILL");
  await Promise.all(running.map((program) => program.ended));
  running = [];
});

describe("srunner, crunner and example", () => {
  it("keep a store on two servers, of which the second joins the first by its port", async () => {
    const { basePort } = await ports.acquire(8);
    const first = await server(basePort, "--actors", "2");
    expect(first.output).to.include(`--join ${basePort + 3}`);
    const second = await server(basePort + 4, "--actors", "1", "--join", `${basePort + 3}`);
    expect(second.output).to.include("with 1 other server");

    expect(await ask(basePort + 1, "put", "a key", "a value")).to.deep.include({
      code: 0,
      output: "ok\n",
    });
    await eventually(
      "the second server shows the value",
      async () => (await ask(basePort + 5, "get", "a key")).output === "a value\n",
    );
    const session = start("crunner", [`localhost:${basePort + 5}`], 'list\nput x\nget "a key"\n');
    expect(await session.ended).to.deep.equal({
      code: 1,
      output: '"a key" = "a value"\na value\n',
      errors: "line 2: something is missing; write: put KEY VALUE\n",
    });

    for (const [server, signal] of [
      [second, "SIGINT"],
      [first, "SIGTERM"],
    ] as const) {
      server.process.kill(signal);
      expect(await server.ended).to.deep.include({ code: 0, errors: "" });
    }
  });

  it("say once that another server cannot be reached, and once that it is back", async () => {
    const { basePort } = await ports.acquire(6);
    const first = await server(basePort, "--actors", "1");
    const second = await server(basePort + 3, "--actors", "1", "--join", String(basePort + 2));
    first.process.kill("SIGKILL");
    await first.ended;
    const said = (text: string): number => second.errors.split(text).length - 1;
    for (let n = 0; n < 6; n++) {
      await ask(basePort + 4, "put", "key", `value ${n}`);
      await sleep(300);
    }
    expect(said(`cannot reach localhost:${basePort}`)).to.equal(1);
    await server(basePort, "--actors", "1");
    await ask(basePort + 4, "put", "key", "another");
    await eventually("it is back", () => said(`reached localhost:${basePort} again`) === 1);
    expect(said("\n")).to.equal(2);
  });

  it("fail clearly on a port that is in use", async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    await eventually("the port is taken", () => blocker.listening);
    const { port } = blocker.address() as AddressInfo;
    const { code, errors } = await start("srunner", [
      ...["--port", String(port - 1), "--actors", "1"],
    ]).ended;
    blocker.close();
    expect(code).to.equal(1);
    expect(errors).to.match(new RegExp(`^srunner: cannot listen on port ${port}: already in use`));
  });

  it("fail clearly on a bad desc, a server that is not there, and a wrong command line", async () => {
    const { basePort } = await ports.acquire(3);
    const badDesc = start("srunner", [
      ...["--port", String(basePort), "--actors", "1", "--remote", "nonsense"],
    ]);
    expect(await badDesc.ended).to.deep.include({ code: 1, output: "" });
    expect(badDesc.errors).to.match(/^srunner: "nonsense" does not describe a server.*\n$/);

    const nobody = await ask(basePort + 1, "get", "a");
    expect(nobody).to.deep.equal({
      code: 1,
      output: "",
      errors: `crunner: cannot reach localhost:${basePort + 1}: nobody listens there (connection refused)\n`,
    });

    const unknown = await ask(basePort + 1, "gte", "a");
    expect(unknown.code).to.equal(2);
    expect(unknown.errors).to.include("did you mean get?");
    expect((await ask("--nonsense")).code).to.equal(2);
  });

  it("end quietly when nobody reads what they print", async () => {
    const { basePort } = await ports.acquire(3);
    await server(basePort, "--actors", "1");
    const session = start("crunner", [String(basePort + 1)], "open");
    session.process.stdout?.destroy();
    session.type("put a b");
    expect(await session.ended).to.deep.include({ code: 0, errors: "" });
  });

  it("count, and print help", async () => {
    expect(await start("example", []).ended).to.deep.include({ code: 0, errors: "" });
    for (const program of ["example", "srunner", "crunner"]) {
      const help = await start(program, ["--help"]).ended;
      expect(help.code).to.equal(0);
      expect(help.output).to.include("--tree");
    }
  });
});
