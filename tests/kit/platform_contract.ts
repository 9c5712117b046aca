/**
 * The contract of `Platform`, as tests that every implementation must pass. What holds on real threads and sockets holds
 * in the simulation, so what is tested in the one says something about the other.
 */
import { expect } from "chai";
import type {
  Link,
  Listener,
  Platform,
  PlatformErrorCode,
  Port,
  TraceEvent,
} from "../../starter/platform/platform.js";
import type { ContractHostData } from "./platform_contract_host.js";

/** Runs a test's body on a new host named `test` of an implementation; `trace` fills with what is observed. */
export type RunOnPlatform = (
  body: (platform: Platform, trace: readonly TraceEvent[]) => Promise<void>,
) => Promise<void>;

const entry = new URL("./platform_contract_host.js", import.meta.url).href;

/** Declares the tests of the contract for one implementation. */
export function describePlatformContract(implementation: string, run: RunOnPlatform): void {
  const test = (title: string, body: Parameters<RunOnPlatform>[0]): void => {
    it(title, () => run(body));
  };

  describe(`the platform's contract: ${implementation}`, function () {
    this.timeout(20_000);

    describe("clock and timers", () => {
      test("the clock shows whole milliseconds", async (platform) => {
        expect(Number.isInteger(platform.now())).to.equal(true);
        expect(platform.now()).to.be.greaterThan(Date.UTC(2020, 0, 1));
      });

      test("random numbers are in [0, 1) and differ", async (platform) => {
        const numbers = Array.from({ length: 50 }, () => platform.random());
        for (const number of numbers) expect(number).to.be.within(0, 1 - Number.EPSILON / 2);
        expect(new Set(numbers).size).to.equal(numbers.length);
      });

      test("a timer runs once, and not before its time", async (platform) => {
        const startMs = platform.now();
        let runs = 0;
        await new Promise<void>((resolve) => {
          platform.after(30, () => {
            runs++;
            resolve();
          });
        });
        // One millisecond, since the clock shows whole ones.
        expect(platform.now() - startMs).to.be.at.least(29);
        await sleep(platform, 60);
        expect(runs).to.equal(1);
      });

      test("timers that are due together run in the order in which they were set", async (platform) => {
        const ran: number[] = [];
        for (let i = 0; i < 20; i++) platform.after(10, () => ran.push(i));
        await sleep(platform, 20);
        expect(ran).to.deep.equal(Array.from({ length: 20 }, (_, i) => i));
      });

      test("timers without delay run in order, after the code that set them", async (platform) => {
        const ran: string[] = [];
        platform.after(0, () => ran.push("first"));
        platform.after(0, () => ran.push("second"));
        ran.push("setter");
        await sleep(platform, 10);
        expect(ran).to.deep.equal(["setter", "first", "second"]);
      });

      test("a cancelled timer does not run, and cancelling twice or late does nothing", async (platform) => {
        const ran: string[] = [];
        const cancelZero = platform.after(0, () => ran.push("zero"));
        const cancelTen = platform.after(10, () => ran.push("ten"));
        const cancelTwenty = platform.after(20, () => ran.push("twenty"));
        cancelZero();
        cancelTen();
        cancelTen();
        await sleep(platform, 40);
        cancelTwenty();
        expect(ran).to.deep.equal(["twenty"]);
      });

      test("a delay that is no delay is refused", async (platform) => {
        for (const delayMs of [-1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31]) {
          expect(() => platform.after(delayMs, () => undefined)).to.throw(RangeError, /delay/);
        }
      });
    });

    describe("links", () => {
      test("carry texts both ways, in order", async (platform) => {
        const { dialled, accepted, listener } = await connect(platform);
        const here = collect(dialled);
        const there = collect(accepted);
        for (let i = 0; i < 50; i++) {
          dialled.send(`to ${i}`);
          accepted.send(`fro ${i}`);
        }
        await until(platform, () => here.texts.length === 50 && there.texts.length === 50);
        expect(there.texts).to.deep.equal(Array.from({ length: 50 }, (_, i) => `to ${i}`));
        expect(here.texts).to.deep.equal(Array.from({ length: 50 }, (_, i) => `fro ${i}`));
        await listener.close();
      });

      test("keep what arrives before there is a handler", async (platform) => {
        const { dialled, accepted, listener } = await connect(platform);
        accepted.send("early");
        dialled.send("bird 🐦");
        await sleep(platform, 50);
        const here = collect(dialled);
        const there = collect(accepted);
        expect(here.texts).to.deep.equal(["early"]);
        expect(there.texts).to.deep.equal(["bird 🐦"]);
        await listener.close();
      });

      test("deliver what was sent before the dialler closed, then say so on both sides", async (platform) => {
        const { dialled, accepted, listener } = await connect(platform);
        const here = collect(dialled);
        const there = collect(accepted);
        dialled.send("last words");
        dialled.close();
        dialled.close();
        dialled.send("too late");
        await until(platform, () => here.closed.length > 0 && there.closed.length > 0);
        await sleep(platform, 20);
        expect(there.texts).to.deep.equal(["last words"]);
        expect(here.closed).to.deep.equal(["closed here"]);
        expect(there.closed).to.deep.equal(["closed by the other side"]);
        accepted.send("nobody there");
        await listener.close();
      });

      test("deliver what was sent before the acceptor closed, then say so on both sides", async (platform) => {
        const { dialled, accepted, listener } = await connect(platform);
        const here = collect(dialled);
        const there = collect(accepted);
        accepted.send("last words");
        accepted.close();
        await until(platform, () => here.closed.length > 0 && there.closed.length > 0);
        expect(here.texts).to.deep.equal(["last words"]);
        expect(here.closed).to.deep.equal(["closed by the other side"]);
        expect(there.closed).to.deep.equal(["closed here"]);
        await listener.close();
      });

      test("say that they are closed to a handler that comes later", async (platform) => {
        const { dialled, accepted, listener } = await connect(platform);
        const there = collect(accepted);
        dialled.close();
        await until(platform, () => there.closed.length > 0);
        await sleep(platform, 20);
        expect(collect(dialled).closed).to.deep.equal(["closed here"]);
        await listener.close();
      });

      test("can be closed by both sides at once", async (platform) => {
        const { dialled, accepted, listener } = await connect(platform);
        const here = collect(dialled);
        const there = collect(accepted);
        dialled.close();
        accepted.close();
        await until(platform, () => here.closed.length > 0 && there.closed.length > 0);
        await sleep(platform, 20);
        expect(here.closed).to.have.length(1);
        expect(there.closed).to.have.length(1);
        await listener.close();
      });

      test("are closed when a longer text arrives than the receiver takes", async (platform) => {
        const links: Link[] = [];
        const listener = await platform.listen({ port: 0, maxMessageBytes: 100 }, (link) => {
          links.push(link);
        });
        const dialled = await platform.dial(`localhost:${listener.port}`);
        const here = collect(dialled);
        await until(platform, () => links.length === 1);
        const there = collect(links[0]);
        dialled.send("é".repeat(50));
        dialled.send("é".repeat(51));
        dialled.send("and on");
        await until(platform, () => here.closed.length > 0 && there.closed.length > 0);
        expect(there.texts).to.deep.equal(["é".repeat(50)]);
        expect(here.closed).to.deep.equal(["a message was longer than the receiver allows"]);
        expect(there.closed).to.deep.equal(["a message was longer than the receiver allows"]);
        await listener.close();
      });
    });

    describe("latency", () => {
      test("delays texts in both directions", async (platform) => {
        const { dialled, accepted, address, listener } = await connect(platform);
        platform.network.setLatency(60, address);
        expect(platform.network.latencyTo(address)).to.equal(60);
        const there = collect(accepted);
        const here = collect(dialled);
        const startMs = platform.now();
        dialled.send("to");
        await until(platform, () => there.texts.length === 1);
        const arrivedMs = platform.now();
        accepted.send("fro");
        await until(platform, () => here.texts.length === 1);
        expect(arrivedMs - startMs).to.be.at.least(58);
        expect(platform.now() - arrivedMs).to.be.at.least(58);
        platform.network.setLatency(0, address);
        await listener.close();
      });

      test("can change while texts are under way, which stay in order", async (platform) => {
        const { dialled, accepted, listener } = await connect(platform);
        const there = collect(accepted);
        platform.network.setLatency(80);
        dialled.send("slow");
        platform.network.setLatency(0);
        dialled.send("fast");
        await sleep(platform, 40);
        expect(there.texts).to.deep.equal([]);
        await until(platform, () => there.texts.length === 2);
        expect(there.texts).to.deep.equal(["slow", "fast"]);
        await listener.close();
      });

      test("of an address goes before that of all", async (platform) => {
        const { network } = platform;
        network.setLatency(5);
        network.setLatency(7, "localhost:1");
        expect([network.latencyTo("localhost:1"), network.latencyTo("localhost:2")]).to.deep.equal([
          7, 5,
        ]);
      });

      test("that is no latency is refused", async (platform) => {
        for (const ms of [-1, Number.NaN]) {
          expect(() => {
            platform.network.setLatency(ms);
          }).to.throw(RangeError, /latency/);
        }
      });
    });

    describe("listening and dialling", () => {
      test("a port can be taken once, and again when its listener has closed", async (platform) => {
        const first = await platform.listen({ port: 0 }, () => undefined);
        const { port } = first;
        const error = await rejection(platform.listen({ port }, () => undefined));
        expect(error.code).to.equal("port-in-use");
        expect(error.message).to.contain(`port ${port}: already in use`);
        await first.close();
        const second = await platform.listen({ port }, () => undefined);
        expect(second.port).to.equal(port);
        await second.close();
      });

      test("a port that is none is refused", async (platform) => {
        const error = await rejection(platform.listen({ port: 70_000 }, () => undefined));
        expect(error.code).to.equal("listen-failed");
      });

      test("an address where nobody listens is unreachable", async (platform) => {
        const listener = await platform.listen({ port: 0 }, () => undefined);
        await listener.close();
        const error = await rejection(platform.dial(`localhost:${listener.port}`));
        expect(error.code).to.equal("unreachable");
        expect(error.message).to.equal(
          `cannot reach localhost:${listener.port}: nobody listens there (connection refused)`,
        );
      });

      test("an address that is none is rejected, not thrown", async (platform) => {
        const noPort = ["nowhere", "host:", "host:0", "host:99999", ":80"];
        const noHost = ["a b:80", "a/b:80", "a?b:80", "a@b:80", "a:b:80", "[::1:80", "a\n:80"];
        for (const address of [...noPort, ...noHost]) {
          const error = await rejection(platform.dial(address));
          expect(error.code, address).to.equal("bad-address");
        }
      });

      test("closing a listener closes what it accepted, once", async (platform) => {
        const { dialled, accepted, listener } = await connect(platform);
        const here = collect(dialled);
        const there = collect(accepted);
        await Promise.all([listener.close(), listener.close()]);
        expect(there.closed).to.deep.equal(["the listener closed"]);
        await until(platform, () => here.closed.length > 0);
        expect(here.closed).to.deep.equal(["the listener closed"]);
      });
    });

    describe("spawned hosts", () => {
      const spawn = (platform: Platform, data: ContractHostData): Promise<Port> =>
        platform.spawn("1", entry, JSON.stringify(data));

      test("talk to the host that spawned them, in order", async (platform) => {
        const port = await spawn(platform, { do: "echo" });
        const parent = collectPort(port);
        for (let i = 0; i < 20; i++) port.post(String(i));
        await until(platform, () => parent.texts.length === 20);
        expect(parent.texts).to.deep.equal(Array.from({ length: 20 }, (_, i) => `echo ${i}`));
        await port.close();
      });

      test("are named below the host that spawned them, also in observations", async (platform, trace) => {
        const port = await spawn(platform, { do: "say who" });
        const parent = collectPort(port);
        await until(platform, () => parent.texts.length === 1 && trace.length === 1);
        expect(parent.texts).to.deep.equal(["test/1"]);
        expect(trace[0]).to.include({ type: "hello", host: "test/1" });
        expect(trace[0]?.["atMs"]).to.be.closeTo(platform.now(), 5_000);
        await port.close();
      });

      test("can spawn hosts", async (platform) => {
        const port = await spawn(platform, { do: "have a child" });
        const parent = collectPort(port);
        await until(platform, () => parent.texts.length === 1);
        expect(parent.texts).to.deep.equal(["test/1/child"]);
        await port.close();
      });

      test("whose main throws are not started", async (platform) => {
        const error = await rejection(spawn(platform, { do: "throw at once" }));
        expect(error.message).to.equal("main does not like this");
      });

      test("whose module is not there, or has no main, are not started", async (platform) => {
        await rejection(platform.spawn("1", new URL("./no_such.js", entry).href, ""));
        const error = await rejection(platform.spawn("1", import.meta.url, ""));
        expect(error.message).to.match(/platform_contract.js exports no main/);
      });

      test("leave no listener behind when they do not start", async (platform) => {
        const port = await freePort(platform);
        await rejection(spawn(platform, { do: "take a port and throw", port }));
        const listener = await platform.listen({ port }, () => undefined);
        await listener.close();
      });

      test("that are closed may clean up, and say their last words", async (platform) => {
        const port = await spawn(platform, { do: "clean up slowly", ms: 30 });
        const parent = collectPort(port);
        await Promise.all([port.close(), port.close()]);
        expect(parent.texts).to.deep.equal(["cleaned up"]);
        expect(parent.closed).to.deep.equal([undefined]);
        port.post("nobody there");
        await port.close();
      });

      test("that never finish cleaning up are ended after a second", async (platform) => {
        const port = await spawn(platform, { do: "never clean up" });
        const parent = collectPort(port);
        const startMs = platform.now();
        await port.close();
        expect(platform.now() - startMs).to.be.at.least(990);
        expect(parent.closed).to.deep.equal([undefined]);
      });

      test("that fail to clean up report it", async (platform) => {
        const port = await spawn(platform, { do: "fail to clean up" });
        const parent = collectPort(port);
        await port.close();
        expect(parent.closed[0]?.message).to.equal("cleaning up does not like this");
      });

      test("may close themselves, which is no failure", async (platform) => {
        const port = await spawn(platform, { do: "close itself" });
        const parent = collectPort(port);
        port.post("go");
        await until(platform, () => parent.closed.length > 0);
        expect(parent.texts).to.deep.equal(["good bye"]);
        expect(parent.closed).to.deep.equal([undefined]);
      });

      test("that throw in a timer fail, and only they", async (platform) => {
        const port = await spawn(platform, { do: "throw in a timer" });
        const parent = collectPort(port);
        await until(platform, () => parent.closed.length > 0);
        expect(parent.closed[0]?.message).to.equal("the timer does not like this");
      });

      test("that leave a rejection unhandled fail", async (platform) => {
        const port = await spawn(platform, { do: "reject a promise" });
        const parent = collectPort(port);
        await until(platform, () => parent.closed.length > 0);
        expect(parent.closed[0]?.message).to.equal("the promise does not like this");
      });

      test("do nothing more once they are closed", async (platform) => {
        const port = await spawn(platform, { do: "tick until closed" });
        const parent = collectPort(port);
        await until(platform, () => parent.texts.length > 2);
        await port.close();
        const ticks = parent.texts.length;
        await sleep(platform, 50);
        expect(parent.texts).to.have.length(ticks);
      });

      test("take their links and listeners with them", async (platform) => {
        const listenPort = await freePort(platform);
        const port = await spawn(platform, { do: "listen", port: listenPort });
        const link = collect(await platform.dial(`localhost:${listenPort}`));
        await until(platform, () => link.texts.length === 1);
        await port.close();
        await until(platform, () => link.closed.length > 0);
        expect(link.closed).to.deep.equal(["connection lost"]);
        const listener = await platform.listen({ port: listenPort }, () => undefined);
        await listener.close();
      });
    });

    test("loads modules", async (platform) => {
      const exports = await platform.load(entry);
      expect(exports["main"]).to.be.a("function");
      await rejection(platform.load(new URL("./no_such.js", entry).href));
    });
  });
}

async function connect(platform: Platform): Promise<{
  dialled: Link;
  accepted: Link;
  address: string;
  listener: Listener;
}> {
  const links: Link[] = [];
  const listener = await platform.listen({ port: 0 }, (link) => {
    links.push(link);
  });
  const address = `localhost:${listener.port}`;
  const dialled = await platform.dial(address);
  await until(platform, () => links.length === 1);
  const [accepted] = links;
  if (accepted === undefined) throw new Error("no link was accepted");
  return { dialled, accepted, address, listener };
}

function collect(link: Link | undefined): { texts: string[]; closed: string[] } {
  const seen = { texts: [] as string[], closed: [] as string[] };
  link?.onMessage((text) => {
    seen.texts.push(text);
  });
  link?.onClose((reason) => {
    seen.closed.push(reason);
  });
  return seen;
}

function collectPort(port: Port): { texts: string[]; closed: (Error | undefined)[] } {
  const seen = { texts: [] as string[], closed: [] as (Error | undefined)[] };
  port.onMessage((text) => {
    seen.texts.push(text);
  });
  port.onClose((error) => {
    seen.closed.push(error);
  });
  return seen;
}

async function freePort(platform: Platform): Promise<number> {
  const listener = await platform.listen({ port: 0 }, () => undefined);
  await listener.close();
  return listener.port;
}

function sleep(platform: Platform, ms: number): Promise<void> {
  return new Promise((resolve) => {
    platform.after(ms, resolve);
  });
}

async function until(platform: Platform, holds: () => boolean): Promise<void> {
  const deadlineMs = platform.now() + 10_000;
  while (!holds()) {
    if (platform.now() > deadlineMs) throw new Error(`not within 10 s: ${String(holds)}`);
    await sleep(platform, 1);
  }
}

async function rejection(promise: Promise<unknown>): Promise<Error & { code?: PlatformErrorCode }> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error("expected a rejection");
  return error;
}
