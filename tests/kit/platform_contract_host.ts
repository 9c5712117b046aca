/** The host that `platform_contract.ts` spawns. Its data says what it does. */
import { platform } from "../../starter/platform/current.js";
import type { Port } from "../../starter/platform/platform.js";

/** What a host can be asked to do. */
export type ContractHostData =
  | { readonly do: "echo" }
  | { readonly do: "say who" }
  | { readonly do: "throw at once" }
  | { readonly do: "throw in a timer" }
  | { readonly do: "reject a promise" }
  | { readonly do: "clean up slowly"; readonly ms: number }
  | { readonly do: "fail to clean up" }
  | { readonly do: "never clean up" }
  | { readonly do: "close itself" }
  | { readonly do: "take a port and throw"; readonly port: number }
  | { readonly do: "listen"; readonly port: number }
  | { readonly do: "tick until closed" }
  | { readonly do: "dial"; readonly address: string }
  | { readonly do: "listen and have a listening child"; readonly ports: readonly number[] }
  | { readonly do: "have a child" };

export async function main(port: Port, data: string): Promise<void> {
  const order = JSON.parse(data) as ContractHostData;
  const here = platform();
  switch (order.do) {
    case "echo":
      port.onMessage((text) => {
        port.post(`echo ${text}`);
      });
      return;
    case "say who":
      here.trace?.({ type: "hello" });
      port.post(here.host);
      return;
    case "throw at once":
      throw new Error("main does not like this");
    case "throw in a timer":
      here.after(5, () => {
        throw new Error("the timer does not like this");
      });
      return;
    case "reject a promise":
      here.after(5, () => {
        void Promise.reject(new Error("the promise does not like this"));
      });
      return;
    case "clean up slowly":
      port.onClose(
        () =>
          new Promise((resolve) => {
            here.after(order.ms, () => {
              port.post("cleaned up");
              resolve();
            });
          }),
      );
      return;
    case "fail to clean up":
      port.onClose(() => {
        throw new Error("cleaning up does not like this");
      });
      return;
    case "never clean up":
      port.onClose(() => new Promise(() => undefined));
      return;
    case "close itself":
      port.onMessage(() => {
        port.post("good bye");
        void port.close();
      });
      return;
    case "take a port and throw":
      await here.listen({ port: order.port }, () => undefined);
      throw new Error("it listens, and fails all the same");
    case "listen":
      await here.listen({ port: order.port }, (link) => {
        link.send("welcome");
      });
      return;
    case "dial": {
      const link = await here.dial(order.address);
      link.onClose((reason) => {
        port.post(reason);
      });
      port.onMessage((text) => {
        if (text === "cut") here.network.cut(order.address);
        else link.send(text);
      });
      return;
    }
    case "listen and have a listening child": {
      const [first = 0, ...ports] = order.ports;
      const again = { ...order, ports };
      if (ports.length > 0) await here.spawn("child", import.meta.url, JSON.stringify(again));
      await here.listen({ port: first }, () => undefined);
      port.onClose(() => new Promise(() => undefined));
      return;
    }
    case "tick until closed": {
      const tick = (): void => {
        port.post("tick");
        here.after(5, tick);
      };
      tick();
      return;
    }
    case "have a child": {
      const child = await here.spawn("child", import.meta.url, JSON.stringify({ do: "say who" }));
      child.onMessage((text) => {
        port.post(text);
      });
      return;
    }
  }
}
