/** The entry of a process that the master starts; see `Platform.spawn`. */
import type { Port } from "../../platform/platform.js";
import type { ProcessRequest, ProcessSpec } from "./requests.js";
import { SessionProcess } from "./session_process.js";

/** What the master sends over the port. */
export interface RequestText {
  readonly number: number;
  readonly request: ProcessRequest;
}

/** What the process sends back: first its address, under the number 0, and then a reply to each request. */
export interface ReplyText {
  readonly number: number;
  readonly reply?: unknown;
  /** In the place of a reply, if there can be none. */
  readonly error?: string;
}

/** Runs a server or a client until the port is closed. */
export async function main(port: Port, data: string): Promise<void> {
  const process = await SessionProcess.start(JSON.parse(data) as ProcessSpec);
  const post = (text: ReplyText): void => {
    port.post(JSON.stringify(text));
  };
  port.onMessage((text) => {
    const { number, request } = JSON.parse(text) as RequestText;
    process.handle(request).then(
      (reply) => {
        post({ number, reply });
      },
      (error: unknown) => {
        post({ number, error: error instanceof Error ? error.message : String(error) });
      },
    );
  });
  post({ number: 0, reply: process.address });
}
