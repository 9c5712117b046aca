/** Goal: sessions print what people and scripts need. Method: a store in memory, and streams instead of a terminal. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect } from "chai";
import type { Store } from "#solution/crunner/commands.js";
import { addToHistory, loadHistory } from "#solution/line_history.js";
import { Session } from "#solution/crunner/session.js";
import { RpcError } from "#solution/rpc/rpc_error.js";
import { TodoError } from "#solution/todo.js";
import { eventually, installNodePlatform, textIn } from "../support.js";

/** A store that can be told to fail. */
class MemoryStore implements Store {
  readonly entries = new Map<string, string>();
  failure: Error | undefined;

  async get(key: string): Promise<string | undefined> {
    this.#failIfAsked();
    return this.entries.get(key);
  }

  async put(key: string, value: string): Promise<void> {
    this.#failIfAsked();
    this.entries.set(key, value);
  }

  async list(prefix: string): Promise<Map<string, string>> {
    this.#failIfAsked();
    return new Map([...this.entries].filter(([key]) => key.startsWith(prefix)));
  }

  #failIfAsked(): void {
    if (this.failure !== undefined) throw this.failure;
  }
}

let store: MemoryStore;
let folder: string;

beforeEach(() => {
  installNodePlatform();
  store = new MemoryStore();
  folder = mkdtempSync(join(tmpdir(), "crunner-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function streams(): { input: PassThrough; output: PassThrough; errors: PassThrough } {
  return { input: new PassThrough(), output: new PassThrough(), errors: new PassThrough() };
}

async function pipe(lines: string): Promise<{ session: Session; output: string; errors: string }> {
  const { input, output, errors } = streams();
  const session = new Session(store, { input, output, errors });
  input.end(lines);
  await session.readPipe();
  return { session, output: textIn(output), errors: textIn(errors) };
}

describe("a crunner session on a pipe", () => {
  it("prints values alone, and entries so that they can be typed again", async () => {
    const { session, output, errors } = await pipe(
      'put a "x y"\n\nget a\nget b\nput "two words" z\nlist\nlist q\n',
    );
    expect(output.split("\n")).to.deep.equal([
      "ok",
      "x y",
      "(not present)",
      "ok",
      'a = "x y"',
      '"two words" = z',
      "(no keys that start with q)",
      "",
    ]);
    expect(errors).to.equal("");
    expect(session.failures).to.equal(0);
  });

  it("goes on after an error, names its line, and counts it", async () => {
    const { session, output, errors } = await pipe("gett a\nput a\nput a b\nget a\n");
    expect(output).to.equal("ok\nb\n");
    expect(errors).to.match(/^line 1: there is no command "gett".*\nline 2: something is missing/);
    expect(session.failures).to.equal(2);
  });

  it("ends at quit", async () => {
    expect((await pipe("quit\nput a b\n")).output).to.equal("");
    expect(store.entries.size).to.equal(0);
  });

  it("shows work to be done as a hint", async () => {
    store.failure = new TodoError("checkpoint", "write Client.get in kvclient/client.ts", "6.1");
    expect((await pipe("get a\n")).errors).to.equal(
      "line 1: not written yet: write Client.get in kvclient/client.ts (checkpoint; section 6.1 of the handout)\n",
    );
  });

  it("explains what a port without queries means", async () => {
    store.failure = new RpcError("methodNotFound", "query.get: Method not found");
    expect((await pipe("get a\n")).errors).to.include("is that the port of a query actor?");
  });
});

describe("a crunner session at a terminal", () => {
  it("keeps a history, shows who answered, and ends at quit", async () => {
    const { input, output, errors } = streams();
    const session = new Session(store, { input, output, errors });
    const file = join(folder, "history");
    const talk = session.talk(() => "here:1", file);
    let shown = "";
    const shows = async (text: string): Promise<void> => {
      await eventually(text, () => (shown += textIn(output)).includes(text), 2_000);
    };
    await shows("> ");
    input.write("put a b\r");
    await shows("ok  (here:1, ");
    input.write("ge\t");
    await shows("get ");
    input.write("a\r");
    await shows("b  (here:1, ");
    input.write("quit\r");
    await talk;
    expect(textIn(errors)).to.equal("");
    expect(readFileSync(file, "utf8")).to.equal("put a b\nget a\nquit\n");
    expect(loadHistory(file)).to.deep.equal(["quit", "get a", "put a b"]);
  });

  it("does without a history that cannot be read or written", () => {
    const file = join(folder, "no", "such", "folder");
    addToHistory(file, "get a");
    expect(loadHistory(file)).to.deep.equal([]);
  });

  it("keeps the last 500 lines", () => {
    const file = join(folder, "history");
    writeFileSync(file, Array.from({ length: 1_200 }, (_, i) => `get ${i}\n`).join(""));
    const lines = loadHistory(file);
    expect(lines).to.have.length(500);
    expect(lines[0]).to.equal("get 1199");
    expect(readFileSync(file, "utf8").split("\n")).to.have.length(501);
  });
});
