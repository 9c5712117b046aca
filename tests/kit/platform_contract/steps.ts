/** What the tests of the contract do again and again. */
import type {
  Link,
  Listener,
  Platform,
  PlatformErrorCode,
  Port,
} from "../../../starter/platform/platform.js";

export async function connect(platform: Platform): Promise<{
  dialled: Link;
  accepted: Link;
  address: string;
  listener: Listener;
}> {
  const links: Link[] = [];
  const listener = await platform.listen({ port: 0 }, (link) => {
    links.push(link);
  });
  const address = `localhost:${listener.port}`;
  const dialled = await platform.dial(address);
  await until(platform, () => links.length === 1);
  const [accepted] = links;
  if (accepted === undefined) throw new Error("no link was accepted");
  return { dialled, accepted, address, listener };
}

export function collect(link: Link | undefined): { texts: string[]; closed: string[] } {
  const seen = { texts: [] as string[], closed: [] as string[] };
  link?.onMessage((text) => {
    seen.texts.push(text);
  });
  link?.onClose((reason) => {
    seen.closed.push(reason);
  });
  return seen;
}

export function collectPort(port: Port): { texts: string[]; closed: (Error | undefined)[] } {
  const seen = { texts: [] as string[], closed: [] as (Error | undefined)[] };
  port.onMessage((text) => {
    seen.texts.push(text);
  });
  port.onClose((error) => {
    seen.closed.push(error);
  });
  return seen;
}

export async function freePort(platform: Platform): Promise<number> {
  const listener = await platform.listen({ port: 0 }, () => undefined);
  await listener.close();
  return listener.port;
}

export function sleep(platform: Platform, ms: number): Promise<void> {
  return new Promise((resolve) => {
    platform.after(ms, resolve);
  });
}

export async function until(platform: Platform, holds: () => boolean): Promise<void> {
  const deadlineMs = platform.now() + 10_000;
  while (!holds()) {
    if (platform.now() > deadlineMs) throw new Error(`not within 10 s: ${String(holds)}`);
    await sleep(platform, 1);
  }
}

export async function rejection(
  promise: Promise<unknown>,
): Promise<Error & { code?: PlatformErrorCode }> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error("expected a rejection");
  return error;
}
