import type { Port } from "../../starter/platform/platform.js";
import { failureOf, HostFailure, type Failure } from "./failure.js";

interface RequestText {
  readonly id: number;
  readonly request: unknown;
}

type ReplyText = { readonly id: number } & (
  { readonly result: unknown } | { readonly failure: Failure }
);

/**
 * Makes requests to a spawned host over its port and awaits the replies; any number at once. Requests arrive in order.
 * When the host ends, requests under way stay pending for ever: whoever spawned it learns of the end from the port.
 */
export class PortCaller<Request> {
  readonly #port: Port;
  readonly #pending = new Map<number, (reply: ReplyText) => void>();
  #lastId = 0;

  constructor(port: Port) {
    this.#port = port;
    port.onMessage((text) => {
      const reply = JSON.parse(text) as ReplyText;
      this.#pending.get(reply.id)?.(reply);
      this.#pending.delete(reply.id);
    });
  }

  /** Rejects with {@link HostFailure} when the host's handler throws. The caller says what the reply is. */
  call<Reply>(request: Request): Promise<Reply> {
    const id = ++this.#lastId;
    const text: RequestText = { id, request };
    return new Promise((resolve, reject) => {
      this.#pending.set(id, (reply) => {
        if ("failure" in reply) reject(new HostFailure(reply.failure));
        else resolve(reply.result as Reply);
      });
      this.#port.post(JSON.stringify(text));
    });
  }
}

/**
 * Answers a {@link PortCaller}'s requests in the spawned host. They are handled as they come, side by side; the caller
 * knows their type.
 */
export function serveCalls(port: Port, handle: (request: unknown) => unknown): void {
  port.onMessage((text) => {
    const { id, request } = JSON.parse(text) as RequestText;
    void answer(port, id, () => handle(request));
  });
}

async function answer(port: Port, id: number, run: () => unknown): Promise<void> {
  let reply: ReplyText;
  try {
    reply = { id, result: (await run()) ?? null };
  } catch (error) {
    reply = { id, failure: failureOf(error) };
  }
  port.post(JSON.stringify(reply));
}
