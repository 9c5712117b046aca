import { once } from "node:events";
import { Worker } from "node:worker_threads";

/**
 * Starts a bare WebSocket server on a worker thread, which sends every text back: what any server on `ws` could reach at
 * most without tricks. Returns its port.
 */
export async function startEcho(): Promise<number> {
  const worker = new Worker(new URL("./echo_thread.js", import.meta.url));
  const [port] = (await once(worker, "message")) as [number];
  return port;
}
