/** Goal: the parts of which a picture is made do what they say. Method: each by itself, with the smallest of inputs. */
import { expect } from "chai";
import { picture } from "../../../grader/labs/cmud/picture.js";
import { buildModel } from "../../../grader/picture/model/build_model.js";
import { layOutLanes } from "../../../grader/picture/page/scene.js";
import { readLink, writeLink } from "../../../grader/picture/page/link.js";
import type { Lane, Note, PictureEvent } from "../../../grader/picture/page/model.js";
import { storesAt } from "../../../grader/picture/page/stores.js";
import { Timeline } from "../../../grader/picture/page/timeline.js";
import { pictureHtml } from "../../../grader/picture/picture.js";
import { safeJson } from "../../../grader/picture/safe_json.js";
import { shortInput } from "./short_history.js";

describe("the data of a picture", () => {
  it("cannot end its script element, and reads as it was", () => {
    const value = { "</script>": "<!-- \u2028 <script> ]]> \\" };
    const text = safeJson(value);
    expect(text).to.not.match(/[<\u2028]/);
    expect(JSON.parse(text)).to.deep.equal(value);
  });

  it("is in a page with nothing to fetch, once for each run", async function () {
    this.timeout(20_000);
    const html = await pictureHtml([shortInput(), shortInput({ title: 'a "b" <c>' })], {
      picture,
    });
    expect(html.match(/<script type="application\/json" class="run"/g)).to.have.length(2);
    expect(html).to.include('data-title="a &#34;b&#34; &#60;c&#62;"');
    expect(html).to.not.match(/\b(src|href)="(?!data:,|#)/);
    // Each script ends where it should, whatever the packages in it contain.
    expect(html.match(/<script/g)?.length).to.equal(html.match(/<\/script>/g)?.length);
    const none = await pictureHtml([], { picture }).catch((error: unknown) => error);
    expect(none).to.be.instanceOf(RangeError);
  });
});

describe("links into a picture", () => {
  it("are read as they are written", () => {
    expect(writeLink({ run: 0, atMs: 1_234.5678 })).to.equal("#t=1234.568");
    for (const place of [{ run: 2, finding: 0, key: "a&b=c#" }, { atMs: 0.25 }, {}]) {
      expect(readLink(writeLink(place))).to.deep.equal(place);
    }
    expect(readLink("#t=soon&f=&run=NaN")).to.deep.equal({});
  });
});

describe("the timeline", () => {
  const at = (atMs: number, endMs = atMs): Note => ({
    ...{ type: "note", kind: "mark", words: "", lane: 0, records: [] },
    ...{ atMs, endMs },
  });
  const events: PictureEvent[] = [at(0, 100), at(10), at(20), at(20), at(90, 95), at(120)];
  const timeline = new Timeline(events);

  it("finds all events that reach into a span, also those that began long before", () => {
    const [first, behind] = timeline.within(91, 110);
    const reaching = [...events.keys()].slice(first, behind);
    expect(reaching).to.include.members([0, 4]);
    expect(timeline.within(121, 130)).to.deep.equal([6, 6]);
    expect(timeline.within(-5, 5)).to.deep.equal([0, 1]);
  });

  it("steps over events that do not count, one by one through those of one time, and to the ends", () => {
    const all = (): boolean => true;
    expect(timeline.step(2, 1, all)).to.equal(3);
    expect(timeline.step(2, 1, ({ atMs }) => atMs !== 20)).to.equal(4);
    expect(timeline.step(4, -10, all)).to.equal(0);
    expect(timeline.step(-1, Infinity, all)).to.equal(5);
    expect(timeline.step(5, 1, all)).to.equal(undefined);
  });
});

describe("the table of stores", () => {
  const model = buildModel(shortInput(), { picture }, 4_000);
  const rowAt = (key: string, atMs: number): string[] =>
    (storesAt(model, atMs).find((row) => row.key === key)?.cells ?? []).map(
      ({ value, differs, wrong }) =>
        `${wrong === undefined ? "" : "wrong "}${differs ? "differs " : ""}${value ?? "absent"}`,
    );

  it("shows what holds at an instant, until the next look", () => {
    expect(rowAt("color", 99)).to.deep.equal([]);
    expect(rowAt("color", 150)).to.deep.equal([
      ...["differs ~red~", "differs ~red~", "differs absent", "differs absent"],
    ]);
    expect(rowAt("color", 300)).to.deep.equal(["~red~", "~red~", "~red~", "~red~"]);
  });

  it("marks those that differ from most", () => {
    expect(rowAt("shape", 1_060)).to.deep.equal([
      ...["~round~", "differs absent", "~round~", "~round~"],
    ]);
  });

  it("marks what a finding says is wrong, from its time on, at its actor", () => {
    expect(rowAt("color", 1_617)[0]).to.equal("differs ~red~");
    expect(rowAt("color", 1_618)).to.deep.equal([
      ...["wrong differs ~red~", "differs ~red~", "differs ~blue~", "differs ~blue~"],
    ]);
  });

  it("marks it for as long as the actor holds it, and not when it holds the same later", () => {
    const input = shortInput();
    const later = [
      { atMs: 1_625, actor: "s1/0", changed: { color: "~blue~" } },
      { atMs: 1_630, actor: "s1/0", changed: { color: "~red~" } },
    ] as const;
    const changed = buildModel(
      { ...input, snapshots: [...input.snapshots, ...later] },
      { picture },
      4_000,
    );
    const wrongAt = [1_618, 1_624, 1_626, 1_631].map((atMs) => {
      const row = storesAt(changed, atMs).find(({ key }) => key === "color");
      return row?.cells[0]?.wrong !== undefined;
    });
    expect(wrongAt).to.deep.equal([true, true, false, false]);
  });

  it("marks nothing where either of two values may win", () => {
    const input = shortInput();
    const findings = input.findings.map((finding) => ({ ...finding, tie: true }) as const);
    const tied = buildModel({ ...input, findings }, { picture }, 4_000);
    const cells = storesAt(tied, 1_640).flatMap((row) => row.cells);
    expect(cells.filter(({ wrong }) => wrong !== undefined)).to.deep.equal([]);
  });

  it("knows nothing of an actor from where nobody could look to where somebody did again", () => {
    const input = shortInput();
    const lost = { atMs: 300, actor: "s1/0" } as const;
    const again = { atMs: 350, actor: "s1/0", changed: { other: "~x~" } } as const;
    const snapshots = [...input.snapshots.filter(({ atMs }) => atMs < 300), lost, again];
    const partly = buildModel({ ...input, snapshots }, { picture }, 4_000);
    const heldAt = (key: string, atMs: number): string | null | undefined =>
      storesAt(partly, atMs).find((row) => row.key === key)?.cells[0]?.value;
    expect([299, 300, 349, 350].map((atMs) => heldAt("color", atMs))).to.deep.equal([
      ...["~red~", undefined, undefined, null],
    ]);
    expect(heldAt("other", 350)).to.equal("~x~");
  });

  it("marks every actor's entry that a finding without an actor calls wrong", () => {
    const input = shortInput();
    const [finding] = input.findings;
    if (finding === undefined) throw new Error("the short history has findings");
    const { actor, ...nowhere } = finding;
    const everywhere = { ...nowhere, kind: "wrong-winner" } as const;
    const all = buildModel({ ...input, findings: [everywhere] }, { picture }, 4_000);
    const row = storesAt(all, 1_620).find(({ key }) => key === "color");
    expect(row?.cells.map(({ wrong }) => wrong?.kind)).to.deep.equal(Array(4).fill("wrong-winner"));
    const early = storesAt(all, 1_600).find(({ key }) => key === "color");
    expect(early?.cells.some(({ wrong }) => wrong !== undefined)).to.equal(false);
  });

  it("falls back on what clients put and read where nobody looked", () => {
    const unprobed = buildModel(shortInput({ snapshots: [] }), { picture }, 4_000);
    const [color] = storesAt(unprobed, 1_630);
    expect(unprobed.stores.from).to.equal("requests");
    expect(color?.cells.map(({ value }) => value)).to.deep.equal([
      ...["~red~", undefined, undefined, "~blue~"],
    ]);
  });
});

describe("the lanes", () => {
  const lanes = (actors: number): Lane[] => [
    { kind: "scenario", name: "scenario" },
    ...Array.from({ length: actors }, (_, i): Lane => ({ kind: "actor", name: `s1/${i}` })),
  ];

  it("share a height, do not overlap, and stay readable when there are many", () => {
    for (const count of [1, 8, 60]) {
      const { places, height } = layOutLanes(lanes(count), 500);
      for (const [i, place] of places.entries()) {
        const next = places[i + 1]?.top ?? height;
        expect(place.top + place.height).to.be.at.most(next);
        expect(place.height).to.be.at.least(22);
      }
      if (count < 20) expect(height).to.be.at.most(510);
    }
  });
});
