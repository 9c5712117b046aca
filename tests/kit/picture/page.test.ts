/**
 * Goal: a picture opens from a file, harmless whatever is in it, and shows what it is asked for. Method: pictures of small
 * histories in a headless Chromium, by their links, the keyboard and the mouse; skipped where there is no Chromium.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { chromium, type Browser, type Page } from "playwright-core";
import type { QueryRecord } from "../../../grader/labs/cmud/steps/index.js";
import { writePicture } from "../../../grader/picture/picture.js";
import { picture } from "../../../grader/labs/cmud/picture.js";
import { findChromium } from "../../../grader/publish/handout/print_pdf.js";
import type { ActorName } from "../../../grader/history/scenario.js";
import type { RecordedRun } from "../../../grader/history/recorded_run.js";
import { shortInput } from "./short_history.js";

// Beside the driver's own: nothing here may ask the network for anything.
const flags = ["--no-sandbox", "--disable-quic"];

const hostile = `</script><script>window.hurt = 1</script><!-- <img src="x" onerror="window.hurt = 2">\u2028`;

/** A run in which everything that a person can name is hostile. */
function hostileInput(): RecordedRun {
  const query: QueryRecord = {
    ...{ type: "query", method: "put", at: "s1/0", client: hostile, key: hostile, value: hostile },
    ...{ startMs: 1, endMs: 2, outcome: { ok: true } },
  };
  const common = { atMs: 3, server: "s1", actor: "localhost:6000/1" };
  return shortInput({
    title: hostile,
    tree: hostile,
    message: hostile,
    replay: hostile,
    history: {
      records: [
        query,
        { type: "log", ...common, text: hostile },
        { type: "handled", ...common, values: [], text: JSON.stringify({ type: hostile }) },
        { type: "error", ...common, message: hostile, stack: hostile },
      ],
      end: { how: "crashed", reason: hostile },
      output: hostile,
      durationMs: 3,
      simulated: { seed: 1, conditions: [hostile], clockUncertaintyMs: 0 },
    },
    findings: [
      {
        ...{ kind: "invented", message: hostile, inferred: false, atMs: 3, section: hostile },
        ...{ key: hostile, actor: "s1/0", evidence: [0, 1, 2, 3] },
      },
    ],
    snapshots: [
      {
        atMs: 3,
        actor: "s1/0",
        changed: Object.fromEntries([
          [hostile, hostile],
          ["__proto__", "x"],
        ]),
      },
    ],
  });
}

interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Many keys, and more actors than a small window has room for; the last actor is wrong about the last key. */
function wideInput(): RecordedRun {
  const input = shortInput();
  const actors = Array.from({ length: 12 }, (_, i): ActorName => `s1/${i}`);
  const keys = Array.from({ length: 35 }, (_, i) => `key-${i}`);
  const started = { type: "server", server: "s1", event: "started", atMs: 1, actors: 12 } as const;
  const mark = { type: "mark", name: "end", atMs: 20 } as const;
  const records = [{ ...started, address: "localhost:6000" }, mark];
  const changed = Object.fromEntries(keys.map((key) => [key, `~a value of ${key}~`]));
  const finding = { kind: "divergence", message: "wrong", inferred: false, atMs: 10, section: "5" };
  return {
    ...input,
    history: { ...input.history, records },
    findings: [{ ...finding, actor: "s1/11", key: "key-34", evidence: [] }],
    snapshots: actors.map((actor) => ({ atMs: 2, actor, changed })),
  };
}

const otherWords = {
  ...{ write: "insert", read: "lookup", own: "resend or timer" },
  ...{ local: "message within a group", remote: "message between groups" },
  ...{ actor: "Replica", key: "Slot", stores: "Logs" },
};

describe("the page of a picture", function () {
  this.timeout(120_000);
  let browser: Browser | undefined;
  let folder = "";
  let page: Page;
  /** What went wrong in the page: uncaught errors, and what was logged as an error. */
  const errors: string[] = [];
  /** What the page asked the network, or other files, for. */
  const requests: string[] = [];

  before(async function () {
    const path = findChromium();
    if (path === undefined) {
      process.stderr.write("      no Chromium here, so pictures are not tried in a browser\n");
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), "picture-"));
    await writePicture(join(folder, "short.html"), [shortInput()], { picture });
    await writePicture(
      join(folder, "several.html"),
      [hostileInput(), shortInput({ title: "the other one", findings: [] })],
      { picture },
    );
    const lost = shortInput().snapshots.map(({ actor }) => ({ atMs: 450, actor }));
    const again = { atMs: 650, actor: "s1/0", changed: { color: "~red~" } } as const;
    const unknown = [...shortInput().snapshots.filter(({ atMs }) => atMs < 450), ...lost, again];
    await writePicture(
      join(folder, "unknown.html"),
      [shortInput({ findings: [], snapshots: unknown })],
      { picture },
    );
    await writePicture(join(folder, "wide.html"), [wideInput()], { picture });
    await writePicture(join(folder, "words.html"), [shortInput()], {
      picture: { ...picture, words: otherWords },
    });
    browser = await chromium.launch({ executablePath: path, args: flags });
  });

  after(async () => {
    await browser?.close();
    if (folder !== "") await rm(folder, { recursive: true, force: true });
  });

  async function open(name: string, hash = "", width = 1_400): Promise<void> {
    if (browser === undefined) throw new Error("there is no Chromium");
    page = await browser.newPage({ viewport: { width, height: 1_000 } });
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(join(folder, name)).href + hash);
    await until("document.documentElement.dataset.ready === 'yes'");
    await settle();
  }

  // By hand: what the driver has for it evaluates a string inside the page, which the page forbids.
  async function until(expression: string): Promise<void> {
    const endMs = Date.now() + 60_000;
    while (!(await evaluate<boolean>(expression))) {
      if (Date.now() > endMs) {
        throw new Error(`not so after a minute: ${expression}\n${await text("body")}`);
      }
      await page.waitForTimeout(20);
    }
  }

  /** Waits until what has changed is drawn. */
  async function settle(): Promise<void> {
    await page.evaluate(
      "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))",
    );
  }

  async function press(key: string): Promise<void> {
    await page.keyboard.press(key);
    await settle();
  }

  /** The value of an expression in the page. */
  const evaluate = <T>(expression: string): Promise<T> => page.evaluate<T>(expression);

  /** The text of the first element that a selector finds; empty where there is none. */
  const text = (selector: string): Promise<string> =>
    evaluate(`document.querySelector(${JSON.stringify(selector)})?.textContent ?? ""`);

  const typeKey = async (key: string): Promise<void> => {
    await evaluate(
      `(() => { const key = document.getElementById('key'); key.value = ${JSON.stringify(key)}; key.dispatchEvent(new Event('change')); })()`,
    );
    await settle();
  };

  afterEach(async () => {
    if (browser === undefined) return;
    await page.close();
    expect(errors.splice(0), "errors in the page").to.deep.equal([]);
    const others = requests.splice(0).filter((url) => !/^(data:|file:.*\.html)/.test(url));
    expect(others, "what the page asked for besides itself").to.deep.equal([]);
  });

  const now = (): Promise<string> => text("#now");

  it("opens on the whole run, with the first finding's place and key", async () => {
    await open("short.html");
    expect(await text("h1")).to.equal("RemoteSyncLWW1");
    expect(await now()).to.equal("1,618.0 ms");
    expect(await text("#findings li.current .kind")).to.equal("divergence");
    expect(await evaluate("document.getElementById('key').value")).to.equal("color");
  });

  it("goes to a time that a link names, and shows what differs there", async () => {
    await open("short.html", "#t=612.25");
    expect(await now()).to.equal("612.3 ms");
    const cells = await evaluate<string[]>(
      "[...document.querySelectorAll('#stores tbody tr:first-child td')].map((cell) => cell.className + ':' + cell.textContent)",
    );
    expect(cells).to.have.length(4);
    for (const cell of cells) expect(cell).to.match(/^differs:.*~(red|blue)~$/);
    expect(await text("#stores td.wrong")).to.equal("");
  });

  it("goes to a finding that a link names, marks the wrong entry and lists the evidence", async () => {
    await open("short.html", "#f=0");
    expect(await now()).to.equal("1,618.0 ms");
    expect(await text("#stores td.wrong")).to.equal("✗ wrong: ~red~");
    expect(await text("#findings .evidence li:nth-child(2)")).to.include(
      "s2/1 → s1/1: sync (lost)",
    );
    await evaluate("location.hash = 'f=1'");
    await until("document.getElementById('now').textContent === '1,640.0 ms'");
  });

  it("says what a link leads to that is not there, until it is followed no more", async () => {
    await open("short.html", "#f=99&t=x");
    expect(await text("h1")).to.equal("RemoteSyncLWW1");
    expect(await text("#link-notice")).to.include("finding 100, which is not here");
    await evaluate("location.hash = 'run=7'");
    await until("document.getElementById('link-notice').textContent.includes('run 8')");
    await evaluate("location.hash = 't=99999&key=none'");
    await until("document.getElementById('link-notice').textContent.includes('99,999.0 ms')");
    expect(await text("#key-notice")).to.include("about the key “none”");
    await press("Escape");
    expect(await text(".notice")).to.equal("");
  });

  it("follows a link although the address changes before the browser tells of it", async () => {
    await open("short.html", "#t=0");
    await evaluate("location.hash = 'f=0'; history.replaceState(null, '', '#t=0')");
    await until("document.getElementById('now').textContent === '1,618.0 ms'");
  });

  it("follows a finding by a click, and steps through events by keys", async () => {
    await open("short.html", "#t=0");
    await evaluate("document.getElementById('finding-0').click()");
    await settle();
    expect(await now()).to.equal("1,618.0 ms");
    await press("Escape");
    await press("Home");
    expect(await now()).to.equal("0.00 ms");
    await press("ArrowRight");
    await press("ArrowRight");
    expect(await text("#nearby tr.current .link")).to.equal("s2 starting");
    await press("ArrowLeft");
    expect(await text("#nearby tr.current .link")).to.equal("s1 started");
    await press("End");
    await press("Shift+ArrowLeft");
    await press("Shift+ArrowRight");
    expect(await text("#nearby tr:last-child .link")).to.equal("s2/1 → s1/1: sync (in transit)");
    expect(await text("#details")).to.include('"shape", "~round~"');
    await press("f");
    expect(await text("#findings li.current .kind")).to.equal("divergence");
  });

  it("has a help that lists the keys, and that Escape closes without doing more", async () => {
    await open("short.html", "#f=0");
    await press("?");
    expect(await evaluate("document.getElementById('help').open")).to.equal(true);
    expect(await text("#help")).to.include("next finding");
    await press("ArrowLeft");
    await press("Escape");
    expect(await evaluate("document.getElementById('help').open")).to.equal(false);
    expect(await evaluate("document.getElementById('key').value")).to.equal("color");
    expect(await now()).to.equal("1,618.0 ms");
  });

  it("shows only the key that is typed", async () => {
    await open("short.html", "#t=600");
    await press("/");
    await press("x");
    expect(await evaluate("document.activeElement.value")).to.equal("x");
    await typeKey("shape");
    const near = await text("#nearby tbody");
    expect(near).to.include("shape = ~round~");
    expect(near).to.not.include("color =");
  });

  it("says that nothing is about a key that is typed", async () => {
    await open("short.html", "#t=600");
    await typeKey("shpae");
    expect(await text("#key-notice")).to.equal("Nothing in this run is about the key “shpae”.");
    expect(await evaluate("document.querySelector('#key[aria-invalid=true]') !== null")).to.equal(
      true,
    );
    await typeKey("shape");
    expect(await text("#key-notice")).to.equal("");
  });

  it("marks nothing any more when everything is shown again", async () => {
    await open("short.html", "#f=0");
    expect(await text("#findings li.current .evidence")).to.not.equal("");
    await press("Escape");
    expect(await text("#findings li.current")).to.equal("");
    expect(await text("#stores .chosen")).to.equal("");
    expect(await evaluate("document.getElementById('key').value")).to.equal("");
  });

  it("shows what is not known as such", async () => {
    await open("unknown.html", "#t=500&key=color");
    expect(await text("#stores tbody tr:first-child td")).to.equal("?");
    expect(await text("#stores-note")).to.include("? not known");
    await evaluate("location.hash = 't=700&key=color'");
    await until("document.getElementById('now').textContent === '700.0 ms'");
    await settle();
    expect(await text("#stores tbody tr:first-child td")).to.include("~red~");
  });

  for (const width of [390, 800, 1_400]) {
    it(`is no wider than a window of ${width} pixels, and shows the column and the row that matter`, async () => {
      await open("wide.html", "#f=0", width);
      expect(await evaluate("document.documentElement.scrollWidth")).to.equal(width);
      const places = await evaluate<{ cell: Rect; box: Rect }>(
        `(() => {
          const cell = document.querySelector("#stores td.wrong");
          const box = cell.closest(".scroll");
          return { cell: cell.getBoundingClientRect().toJSON(), box: box.getBoundingClientRect().toJSON() };
        })()`,
      );
      expect(places.cell.left).to.be.within(places.box.left, places.box.right - 40);
      expect(places.cell.top).to.be.within(places.box.top, places.box.bottom - 10);
    });
  }

  it("calls things as the assignment does", async () => {
    await open("words.html");
    const labels = await evaluate<string[]>(
      "['key-label', 'actor-label', 'stores-title', 'legend'].map((id) => document.getElementById(id).textContent)",
    );
    expect(labels.slice(0, 3)).to.deep.equal(["Slot", "Replica", "Logs"]);
    expect(labels[3]).to.include("insert").and.include("lookup").and.include("resend or timer");
    expect(await text("#stores thead th")).to.equal("slot");
    expect(await text("body > :not(script)")).to.not.match(/\b(Put|Get or List|Actor)\b/);
  });

  it("tells about the arrow under the mouse, and zooms around it by the wheel", async () => {
    await open("short.html", "#t=0");
    await press("Escape");
    const box = await evaluate<{ left: number; top: number; width: number; height: number }>(
      "document.getElementById('overlay').getBoundingClientRect().toJSON()",
    );
    // The one arrow between servers that arrives twice is alone in its part of the diagram: look for it from above.
    let tip = "";
    for (let y = 60; y < box.height && !tip.includes("→"); y += 6) {
      await page.mouse.move(box.left + 84 + (box.width - 84) * 0.605, box.top + y);
      await settle();
      tip = await text("#tip:not([hidden])");
    }
    expect(tip).to.match(/s2\/0 → s1\/0: sync.*handled.* after 1\d\d\.0 ms/);
    expect(tip).to.include("~round~");
    const marked = await text("#tip mark");
    expect(marked).to.equal("~round~");
    await page.mouse.move(box.left + 700, box.top + 90);
    await page.mouse.wheel(0, -600);
    await settle();
    expect(await text("#tip:not([hidden])")).to.equal("");
  });

  it("shows hostile texts as texts", async () => {
    await open("several.html", "#f=0");
    expect(await evaluate("window.hurt ?? 'unhurt'")).to.equal("unhurt");
    expect(
      await evaluate("document.querySelectorAll('img, body script:not([type])').length"),
    ).to.equal(1);
    expect(await text("h1")).to.equal(hostile);
    expect(await text("#message")).to.equal(hostile);
    expect(await text("#stores td.wrong")).to.include("</script><script>");
    const rows = await evaluate<string[]>(
      "[...document.querySelectorAll('#stores tbody tr')].map((row) => row.textContent)",
    );
    expect(rows).to.include("__proto__x");
  });

  it("has a table of contents when there are several runs", async () => {
    await open("several.html");
    await evaluate("document.getElementById('tip').hidden = false");
    await evaluate("document.querySelectorAll('#contents button')[1].click()");
    await settle();
    expect(await evaluate("document.getElementById('tip').hidden")).to.equal(true);
    expect(await text("h1")).to.equal("the other one");
    expect(await text("#findings")).to.equal("There are no findings for this run.");
    await until("location.hash.includes('run=1')");
  });

  it("prints on a few pages, in light colours, and is as before afterwards", async () => {
    await open("short.html");
    await press("d");
    expect(await evaluate("document.documentElement.dataset.theme")).to.equal("dark");
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString(
      "latin1",
    );
    const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).to.be.within(1, 3);
    expect(await evaluate("document.documentElement.dataset.theme")).to.equal("dark");
  });
});
