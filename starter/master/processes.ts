import { platform } from "../platform/current.js";
import type { HostPort } from "../platform/platform.js";
import type { ReplyText, RequestText } from "../sessions/process/process_main.js";
import type { ProcessRequest, ReplyTo } from "../sessions/process/requests.js";
import type { ProcessHandle, StartProcess } from "./network.js";

/** Starts processes as hosts of the current platform, on free ports. */
export const startProcess: StartProcess = async (spec) => {
  const entry = new URL("../sessions/process/process_main.js", import.meta.url).href;
  const data = JSON.stringify({ ...spec, port: 0 });
  const port = await platform().spawn(`${spec.kind} ${spec.id}`, entry, data);
  return await PortHandle.open(port);
};

interface Pending {
  readonly resolve: (reply: never) => void;
  readonly reject: (error: Error) => void;
}

/** Makes requests to a process over its port. */
class PortHandle implements ProcessHandle {
  address = "";
  readonly #port: HostPort;
  readonly #pending = new Map<number, Pending>();
  #lastNumber = 0;
  #ended: Error | undefined;

  static async open(port: HostPort): Promise<PortHandle> {
    const handle = new PortHandle(port);
    handle.address = await new Promise<string>((resolve, reject) => {
      handle.#pending.set(0, { resolve, reject });
      port.onMessage((text) => {
        handle.#onReply(JSON.parse(text) as ReplyText);
      });
      port.onClose((error) => {
        handle.#onEnd(error ?? new Error("the process has ended"));
      });
    });
    return handle;
  }

  private constructor(port: HostPort) {
    this.#port = port;
  }

  ask<R extends ProcessRequest>(request: R): Promise<ReplyTo<R>> {
    const number = ++this.#lastNumber;
    const text: RequestText = { number, request };
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) throw this.#ended;
      this.#pending.set(number, { resolve, reject });
      this.#port.post(JSON.stringify(text));
    });
  }

  kill(): Promise<void> {
    return this.#port.kill();
  }

  #onReply({ number, reply, error }: ReplyText): void {
    const pending = this.#pending.get(number);
    this.#pending.delete(number);
    if (error === undefined) pending?.resolve(reply as never);
    else pending?.reject(new Error(error));
  }

  #onEnd(error: Error): void {
    this.#ended = error;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}
