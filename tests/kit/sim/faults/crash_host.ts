/** A host that listens on port 6000, has threads of its own, and ticks: each of them posts its name every 50 ms. */
import type { Port } from "../../../../starter/platform/platform.js";
import { platform } from "../../../../starter/platform/current.js";

/** The entry of the thread. `data` is the number of threads to spawn. */
export async function main(port: Port, data: string): Promise<void> {
  const here = platform();
  const name = here.host.slice(here.host.indexOf("/") + 1);
  const tick = (): void => {
    port.post(name);
    here.after(50, tick);
  };
  here.after(50, tick);
  const threads = Number(data);
  if (threads > 0) await here.listen({ port: 6_000 }, () => undefined);
  for (let i = 1; i <= threads; i++) {
    const thread = await here.spawn(String(i), import.meta.url, "0");
    thread.onMessage((text) => {
      port.post(text);
    });
  }
}
