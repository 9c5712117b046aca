import { spawn, type ChildProcess } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";

const flags = [
  ...["--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-quic"],
  ...["--no-first-run", "--disable-background-networking", "--disable-component-update"],
  ...["--disable-sync", "--hide-scrollbars", "--force-color-profile=srgb"],
];

/** The path of a Chromium on this machine; undefined where there is none. `CHROMIUM` names another one. */
export function findChromium(): string | undefined {
  const named = process.env["CHROMIUM"];
  if (named !== undefined) return named;
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

interface Reply {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** A headless Chromium, spoken to through a pipe. */
export class Chromium {
  readonly #child: ChildProcess;
  readonly #profile: string;
  readonly #calls = new Map<
    number,
    { resolve: (result: Readonly<Record<string, unknown>>) => void; reject: (e: Error) => void }
  >();
  readonly #onEvent = new Map<string, (method: string, params: unknown) => void>();
  #lastId = 0;
  #received = "";

  private constructor(path: string, profile: string) {
    this.#profile = profile;
    this.#child = spawn(path, [...flags, `--user-data-dir=${profile}`], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    const fail = (error: Error): void => {
      for (const { reject } of this.#calls.values()) reject(error);
      this.#calls.clear();
    };
    this.#child.on("error", fail);
    this.#child.on("exit", (code) => {
      fail(new Error(`Chromium has ended with code ${code}`));
    });
    const replies = this.#child.stdio[4] as Readable;
    replies.setEncoding("utf8").on("data", (text: string) => {
      this.#receive(text);
    });
  }

  /** Starts one, with a profile of its own. */
  static async launch(path: string): Promise<Chromium> {
    return new Chromium(path, await mkdtemp(join(tmpdir(), "picture-chromium-")));
  }

  /** Opens a file, at a place in it, in a window of a size, and waits until the page says that it is ready. */
  async open(file: string, hash = "", width = 1_400, height = 1_000): Promise<PicturePage> {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const session = sessionId as string;
    const page = new PicturePage(
      (method, params) => this.send(method, params, session),
      () => this.send("Target.closeTarget", { targetId }),
    );
    this.#onEvent.set(session, (method, params) => {
      page.take(method, params);
    });
    await page.start(pathToFileURL(file).href + hash, width, height);
    return page;
  }

  /** Calls a method of the protocol. */
  send(
    method: string,
    params: Readonly<Record<string, unknown>> = {},
    sessionId?: string,
  ): Promise<Readonly<Record<string, unknown>>> {
    const id = ++this.#lastId;
    const message = { id, method, params, ...(sessionId === undefined ? {} : { sessionId }) };
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      (this.#child.stdio[3] as Writable).write(`${JSON.stringify(message)}\0`);
    });
  }

  /** Ends it and removes its profile. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    await this.send("Browser.close").catch(() => undefined);
    await ended;
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #receive(text: string): void {
    const parts = (this.#received + text).split("\0");
    this.#received = parts.pop() ?? "";
    for (const part of parts) {
      const { id, method, sessionId, params, result, error } = JSON.parse(part) as Reply;
      if (id !== undefined) {
        const call = this.#calls.get(id);
        this.#calls.delete(id);
        if (error === undefined) call?.resolve(result ?? {});
        else call?.reject(new Error(error.message));
      } else if (method !== undefined && sessionId !== undefined) {
        this.#onEvent.get(sessionId)?.(method, params);
      }
    }
  }
}

/** A picture in a tab of its own. */
export class PicturePage {
  /** What went wrong in the page: uncaught errors, and what was logged as an error. */
  readonly errors: string[] = [];
  /** What the page asked the network, or other files, for. */
  readonly requests: string[] = [];
  readonly #send: (method: string, params?: Record<string, unknown>) => Promise<unknown>;
  readonly #close: () => Promise<unknown>;

  constructor(
    send: (method: string, params?: Record<string, unknown>) => Promise<unknown>,
    close: () => Promise<unknown>,
  ) {
    this.#send = send;
    this.#close = close;
  }

  /** Goes to an address. */
  async start(url: string, width: number, height: number): Promise<void> {
    for (const domain of ["Page", "Runtime", "Network", "Log"])
      await this.#send(`${domain}.enable`);
    const size = { width, height, deviceScaleFactor: 1, mobile: false };
    await this.#send("Emulation.setDeviceMetricsOverride", size);
    await this.#send("Page.navigate", { url });
    await this.until("document.documentElement.dataset.ready === 'yes'");
    await this.settle();
  }

  /** Keeps what the tests look at. */
  take(method: string, params: unknown): void {
    if (method === "Runtime.exceptionThrown" || method === "Log.entryAdded") {
      this.errors.push(JSON.stringify(params));
    } else if (method === "Network.requestWillBeSent") {
      this.requests.push((params as { request: { url: string } }).request.url);
    }
  }

  /** The value of an expression in the page. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = (await this.#send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })) as { result: { value: T }; exceptionDetails?: unknown };
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return result.value;
  }

  /** The text of the first element that a selector finds. */
  text(selector: string): Promise<string> {
    return this.evaluate(`document.querySelector(${JSON.stringify(selector)})?.textContent ?? ""`);
  }

  /** Waits until an expression is true; it is mocha's business to lose patience. */
  async until(expression: string): Promise<void> {
    while (!(await this.evaluate<boolean>(expression).catch(() => false))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Waits until what has changed is drawn. */
  async settle(): Promise<void> {
    await this.evaluate(
      "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))",
    );
  }

  /** Presses a key and releases it. */
  async press(key: string, shift = false): Promise<void> {
    const modifiers = shift ? 8 : 0;
    const text = key.length === 1 ? { text: key } : {};
    // What the browser itself does on Escape goes by the key's number.
    const number = key === "Escape" ? { windowsVirtualKeyCode: 27 } : {};
    const down = { type: "keyDown", key, modifiers, ...text, ...number };
    await this.#send("Input.dispatchKeyEvent", down);
    await this.#send("Input.dispatchKeyEvent", { type: "keyUp", key, modifiers });
    await this.settle();
  }

  /** Moves the mouse, presses or releases it, or turns its wheel, at a place of the window. */
  async mouse(
    type: "mouseMoved" | "mousePressed" | "mouseReleased" | "mouseWheel",
    x: number,
    y: number,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const button = type === "mouseMoved" || type === "mouseWheel" ? {} : { button: "left" };
    await this.#send("Input.dispatchMouseEvent", { type, x, y, clickCount: 1, ...button, ...more });
    await this.settle();
  }

  /** Pretends that the page is on paper, or that the viewer prefers dark pages. */
  async emulate(media: "print" | "screen", scheme: "dark" | "light" = "light"): Promise<void> {
    const features = [{ name: "prefers-color-scheme", value: scheme }];
    await this.#send("Emulation.setEmulatedMedia", { media, features });
    await this.settle();
  }

  /** Prints the page; the PDF. */
  async pdf(): Promise<Buffer> {
    const { data } = (await this.#send("Page.printToPDF", {
      preferCSSPageSize: true,
      printBackground: true,
    })) as { data: string };
    return Buffer.from(data, "base64");
  }

  /** What the window shows, as a PNG. */
  async screenshot(): Promise<Buffer> {
    const { data } = (await this.#send("Page.captureScreenshot", {})) as { data: string };
    return Buffer.from(data, "base64");
  }

  /** Closes the tab. */
  async close(): Promise<void> {
    await this.#close();
  }
}
