import { expect } from "chai";
import { connect, collect, until, rejection } from "./steps.js";
import type { ContractTest } from "./contract_test.js";

/** The part of the contract about listening and dialling. */
export function describeListening(test: ContractTest): void {
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
}
