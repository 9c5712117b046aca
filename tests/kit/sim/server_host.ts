/** A host with one storage server of the solution on it. Posts the server's desc once the server runs. */
import type { Port } from "../../../starter/platform/platform.js";
import { platform } from "#solution/platform/current.js";
import { Server } from "#solution/kvserver/server.js";

/** What the host gets to know. */
export interface ServerHostData {
  readonly startPort: number;
  readonly actors: number;
  readonly remoteDescs: readonly string[];
  readonly latencyMs: number;
}

export async function main(port: Port, data: string): Promise<void> {
  const { startPort, actors, remoteDescs, latencyMs } = JSON.parse(data) as ServerHostData;
  platform().network.setLatency(latencyMs);
  const server = await Server.start(startPort, actors, remoteDescs);
  port.onClose(() => server.close());
  port.post(server.desc);
}
