import { expect } from "chai";
import type { HostPort, Platform } from "../../../starter/platform/platform.js";
import type { ContractHostData } from "../platform_contract_host.js";
import { collect, collectPort, freePort, sleep, until, rejection } from "./steps.js";
import type { ContractTest } from "./contract_test.js";

const entry = new URL("../platform_contract_host.js", import.meta.url).href;

/** The part of the contract about spawned hosts. */
export function describeSpawnedHosts(test: ContractTest): void {
  describe("spawned hosts", () => {
    const spawn = (platform: Platform, data: ContractHostData): Promise<HostPort> =>
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
      expect(error.message).to.match(/spawned_hosts\.js exports no main/);
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

    test("that are killed end at once, with what they have spawned, and need not agree", async (platform) => {
      const ports = [await freePort(platform), await freePort(platform)];
      const port = await spawn(platform, { do: "listen and have a listening child", ports });
      const parent = collectPort(port);
      const links = await Promise.all(ports.map((each) => platform.dial(`localhost:${each}`)));
      const seen = links.map(collect);
      const startMs = platform.monotonicNow();
      await Promise.all([port.kill(), port.kill()]);
      await port.close();
      expect(platform.monotonicNow() - startMs).to.be.lessThan(900);
      expect(parent.closed).to.deep.equal([undefined]);
      await until(platform, () => seen.every(({ closed }) => closed.length > 0));
      expect(seen.map(({ closed }) => closed)).to.deep.equal([
        ["connection lost"],
        ["connection lost"],
      ]);
      for (const each of ports)
        await (await platform.listen({ port: each }, () => undefined)).close();
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
}
