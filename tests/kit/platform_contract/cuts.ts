import { expect } from "chai";
import type { Link } from "../../../starter/platform/platform.js";
import type { ContractHostData } from "../platform_contract_host.js";
import { collect, collectPort, connect, rejection, sleep, until } from "./steps.js";
import type { ContractTest } from "./contract_test.js";

const entry = new URL("../platform_contract_host.js", import.meta.url).href;

/** The part of the contract about cutting a host off from an address. */
export function describeCuts(test: ContractTest): void {
  describe("a cut", () => {
    test("loses the links to an address at once, for both sides, and what is under way", async (platform) => {
      const { dialled, accepted, address, listener } = await connect(platform);
      const [here, there] = [collect(dialled), collect(accepted)];
      platform.network.setLatency(50, address);
      dialled.send("lost");
      accepted.send("lost");
      platform.network.cut(address);
      platform.network.cut(address);
      dialled.send("lost");
      await until(platform, () => here.closed.length > 0 && there.closed.length > 0);
      await sleep(platform, 100);
      expect(here).to.deep.equal({ texts: [], closed: ["connection lost"] });
      expect(there).to.deep.equal({ texts: [], closed: ["connection lost"] });
      platform.network.setLatency(0, address);
      platform.network.restore(address);
      await listener.close();
    });

    test("keeps new links from being dialled until it is restored", async (platform) => {
      const { address, listener } = await connect(platform);
      const dialling = rejection(platform.dial(address));
      platform.network.cut(address);
      for (const error of [await dialling, await rejection(platform.dial(address))]) {
        expect(error.code).to.equal("unreachable");
        expect(error.message).to.equal(`cannot reach ${address}: the network is cut`);
      }
      platform.network.restore(address);
      platform.network.restore(address);
      const link = collect(await platform.dial(address));
      await sleep(platform, 20);
      expect(link.closed).to.deep.equal([]);
      await listener.close();
    });

    test("leaves links to other addresses alone, and those that others have dialled", async (platform) => {
      const one = await connect(platform);
      const other = await connect(platform);
      const theirLinks: Link[] = [];
      const third = await platform.listen({ port: 0 }, (link) => theirLinks.push(link));
      const address = `localhost:${third.port}`;
      const order: ContractHostData = { do: "dial", address };
      const port = await platform.spawn("1", entry, JSON.stringify(order));
      const child = collectPort(port);
      await until(platform, () => theirLinks.length === 1);
      const theirs = collect(theirLinks[0]);
      const there = collect(other.accepted);
      for (const cut of [one.address, address]) platform.network.cut(cut);
      port.post("from them");
      other.dialled.send("from here");
      await until(platform, () => theirs.texts.length > 0 && there.texts.length > 0);
      port.post("cut");
      await until(platform, () => theirs.closed.length > 0 && child.texts.length > 0);
      expect([theirs.closed, child.texts]).to.deep.equal([
        ["connection lost"],
        ["connection lost"],
      ]);
      for (const cut of [one.address, address]) platform.network.restore(cut);
      await Promise.all([
        port.close(),
        third.close(),
        one.listener.close(),
        other.listener.close(),
      ]);
    });
  });
}
