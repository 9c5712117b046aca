import { make } from "./dom.js";
import type { NoteKind, PictureWords } from "./model.js";
import type { ColorName } from "./theme.js";

/** How a sign looks: an SVG path around its place, filled unless it has a width to be stroked with. */
export interface Sign {
  readonly path: string;
  readonly color: ColorName;
  readonly stroke?: number;
  readonly dash?: string;
}

const dot = "M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0";
const circle = "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0";
const bolt = "M2-8L-4 1H0L-2 8 4-1.5H0Z";
const triangle = "M0-7L7 5H-7Z";
const line = "M-9 0H9";

/** A sign of its own shape for each kind of note, so that colour is not all that tells them apart. */
export const noteSigns: Readonly<Record<NoteKind, Sign>> = {
  mark: { path: "M-.75-15V13H.75V-15ZM0-15L7-11.5 0-8Z", color: "ink" },
  wait: { path: "", color: "soft" },
  server: { path: "M-4-4H4V4H-4Z", color: "ink" },
  fault: { path: bolt, color: "fault" },
  packet: { path: "M1-5L-2.5 1 2.5-1-1 5", color: "fault", stroke: 1 },
  crash: { path: "M-6-6L6 6M-6 6L6-6", color: "wrong", stroke: 3 },
  error: { path: triangle, color: "wrong" },
  log: { path: "M-3-4H4M-3 0H4M-3 4H4", color: "soft", stroke: 1.5 },
  stats: { path: dot, color: "soft" },
  bypass: { path: triangle, color: "fault" },
  other: { path: dot, color: "soft" },
};

/** The sign of a finding, above its time. */
export const findingSign: Sign = { path: "M0 0L-5-8H5Z", color: "wrong" };

/** What explains the signs of the diagram. */
export function legendOf(words: PictureWords): HTMLElement[] {
  const signs: readonly (readonly [Sign, string])[] = [
    [{ path: circle, color: "ink" }, words.write],
    [{ path: circle, color: "ink", stroke: 2 }, words.read],
    [{ path: line, color: "local", stroke: 2 }, words.local],
    [{ path: line, color: "remote", stroke: 2 }, words.remote],
    [{ path: line, color: "wrong", stroke: 2, dash: "5 4" }, "lost"],
    [{ path: line, color: "remote", stroke: 2, dash: "2 4" }, "in transit at the end"],
    [{ path: "M0-5V5", color: "own", stroke: 2 }, words.own],
    [noteSigns.fault, "fault"],
    [noteSigns.error, "error"],
    [{ ...findingSign, path: "M0 5L-5-4H5Z" }, "finding"],
  ];
  return signs.map(([sign, text]) => make("li", {}, svgOf(sign), text));
}

function svgOf({ path, color, stroke, dash = "" }: Sign): SVGElement {
  const made = (name: string, attributes: Readonly<Record<string, string>>): SVGElement => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const svg = made("svg", {
    viewBox: "-9 -9 18 18",
    width: "18",
    height: "18",
    "aria-hidden": "true",
  });
  const paint = `var(--${color})`;
  svg.append(
    made("path", {
      d: path,
      ...(stroke === undefined
        ? { fill: paint }
        : {
            fill: "none",
            stroke: paint,
            "stroke-width": String(stroke),
            "stroke-dasharray": dash,
          }),
    }),
  );
  return svg;
}
