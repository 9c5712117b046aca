import { expect } from "chai";
import type { Link } from "../../../starter/platform/platform.js";
import { connect, collect, sleep, until } from "./steps.js";
import type { ContractTest } from "./contract_test.js";

/** The part of the contract about links. */
export function describeLinks(test: ContractTest): void {
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
}
