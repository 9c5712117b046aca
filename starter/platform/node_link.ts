import { createServer, type IncomingMessage, type Server as HttpServer } from "node:http";
import { WebSocket, WebSocketServer } from "./ws.js";
import { formatAddress, parseAddress } from "./address.js";
import type { DelayClock } from "./latency.js";
import type { NetworkTable } from "./network_table.js";
import {
  AcceptedLink,
  closeGraceMs,
  cutWhenSilent,
  explainSocketError,
  SocketLink,
} from "./node_socket_link.js";
import {
  PlatformError,
  type DialOptions,
  type Link,
  type Listener,
  type ListenOptions,
} from "./platform.js";

const defaultMaxMessageBytes = 64 * 1024 * 1024;
const defaultDialTimeoutMs = 5_000;

/** Listens with a WebSocket server; see `Platform.listen`. Without a host it listens on every interface. */
export async function listenNode(
  host: string | undefined,
  options: ListenOptions,
  accept: (link: Link) => void,
  clock: DelayClock,
): Promise<Listener> {
  const http = createServer((_request, response) => {
    response.writeHead(426, { "content-type": "text/plain" });
    response.end("this port speaks JSON-RPC 2.0 over WebSocket\n");
  });
  await bind(http, host, options.port);
  const sockets = new WebSocketServer({
    server: http,
    maxPayload: options.maxMessageBytes ?? defaultMaxMessageBytes,
    perMessageDeflate: false,
    // With small messages, splitting frames across many reads costs more than it gains.
    allowSynchronousEvents: true,
  });
  sockets.on("connection", (socket: WebSocket, request: IncomingMessage) => {
    const { remoteAddress = "?", remotePort = 0 } = request.socket;
    request.socket.setNoDelay(true);
    const peer = formatAddress(remoteAddress, remotePort);
    accept(new AcceptedLink(socket, request.socket, peer, clock));
  });
  // If a connection cannot be accepted, for example for lack of file handles, only its dialler is affected.
  sockets.on("error", () => undefined);
  const bound = http.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : options.port;
  let closing: Promise<void> | undefined;
  return {
    port,
    close: () => (closing ??= closeServer(http, sockets)),
  };
}

/** Opens a link with a WebSocket; see `Platform.dial`. `network` has the conditions of the dialling host. */
export async function dialNode(
  address: string,
  options: DialOptions,
  clock: DelayClock,
  network: NetworkTable,
): Promise<Link> {
  const { host, port } = parseAddress(address);
  if (network.isCut(address)) throw cutOff(address);
  const timeoutMs = options.timeoutMs ?? defaultDialTimeoutMs;
  // The loopback interface by number, because its name may resolve to an address on which nobody listens.
  const target = host === "localhost" ? "127.0.0.1" : host;
  const socket = new WebSocket(`ws://${formatAddress(target, port)}`, {
    handshakeTimeout: timeoutMs,
    maxPayload: options.maxMessageBytes ?? defaultMaxMessageBytes,
    perMessageDeflate: false,
    allowSynchronousEvents: true,
  });
  return new Promise((resolve, reject) => {
    const fail = (error: Error & { code?: string }): void => {
      reject(
        new PlatformError("unreachable", `cannot reach ${address}: ${explainSocketError(error)}`),
      );
    };
    socket.once("error", fail);
    socket.once("open", () => {
      socket.off("error", fail);
      const link = new SocketLink(socket, address, clock, () => network.latencyTo(address));
      cutWhenSilent(socket, link);
      socket.once("close", network.add(address, link));
      if (network.isCut(address)) reject(cutOff(address));
      else resolve(link);
    });
  });
}

function cutOff(address: string): PlatformError {
  return new PlatformError("unreachable", `cannot reach ${address}: the network is cut`);
}

async function bind(http: HttpServer, host: string | undefined, port: number): Promise<void> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new PlatformError(
      "listen-failed",
      `cannot listen on port ${port}: a port is a whole number from 0 to 65535`,
    );
  }
  return new Promise((resolve, reject) => {
    http.once("error", (error: Error & { code?: string }) => {
      const inUse = error.code === "EADDRINUSE";
      reject(
        new PlatformError(
          inUse ? "port-in-use" : "listen-failed",
          inUse
            ? `cannot listen on port ${port}: already in use; choose another port or end the program that has it`
            : `cannot listen on port ${port}: ${explainSocketError(error)}`,
        ),
      );
    });
    http.listen(port, host, resolve);
  });
}

async function closeServer(http: HttpServer, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.close(1001, "the listener closed");
  const cut = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate();
  }, closeGraceMs);
  const portFreed = new Promise((resolve) => http.close(resolve));
  // Links are notified shortly after their connections have ended.
  const linksEnded = new Promise((resolve) => {
    sockets.close(resolve);
  });
  // Including idle connections that never sent a request, for which the server would wait a minute.
  http.closeAllConnections();
  await Promise.all([portFreed, linksEnded]);
  clearTimeout(cut);
}
