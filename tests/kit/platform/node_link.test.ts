/** Goal: what strangers do on the network harms nobody. Method: raw sockets against Node's platform. */
import { once } from "node:events";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { expect } from "chai";
import { createNodePlatform } from "../../../starter/platform/node_platform.js";

describe("a listener on Node", () => {
  it("closes at once, also when somebody has connected and says nothing", async () => {
    const platform = createNodePlatform({ host: "test" });
    const listener = await platform.listen({ port: 0 }, () => undefined);
    const silent = connect(listener.port, "127.0.0.1");
    silent.on("error", () => undefined);
    await once(silent, "connect");
    const startMs = platform.monotonicNow();
    await listener.close();
    expect(platform.monotonicNow() - startMs).to.be.lessThan(5_000);
    silent.destroy();
  });

  it("is reached over IPv4 and IPv6 when it has a public name", async function () {
    const loopback = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    if (!loopback.some(({ address }) => address === "::1")) this.skip();
    const platform = createNodePlatform({ host: "test", publicName: "here.example" });
    const listener = await platform.listen({ port: 0 }, () => undefined);
    for (const host of ["127.0.0.1", "[::1]"]) {
      const link = await platform.dial(`${host}:${listener.port}`);
      link.close();
    }
    await listener.close();
  });
});
