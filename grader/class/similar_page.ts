import { escapeHtml } from "../base/escape_html.js";
import { page, table } from "../report/page.js";
import type { Excerpt, SimilarPair } from "./similar.js";

/** How many places of a pair are shown, the first ones. */
const shownPlaces = 12;

/** Pairs of similar hand-ins, with the places side by side. For instructors only: it shows, it does not judge. */
export function similarPage(title: string, pairs: readonly SimilarPair[]): string {
  const heading = `${title}: similar hand-ins`;
  const rows = pairs.map(({ left, right, similarity, longest }, index) => [
    `<a href="#pair${index}">${escapeHtml(left)} and ${escapeHtml(right)}</a>`,
    percent(similarity),
    `${longest}`,
  ]);
  const body = [
    `<h1>${escapeHtml(heading)}</h1>`,
    `<p>The structure of the code is compared, without names, comments and the starter. A high share is a reason to look, not a verdict: small pieces have few right forms.</p>`,
    table(["Pair", "In common", "Longest place, in tokens"], rows, [1, 2]),
    ...pairs.map(pairSection),
  ];
  return page(heading, body.join("\n"));
}

function pairSection({ left, right, similarity, places }: SimilarPair, index: number): string {
  const shown = places.slice(0, shownPlaces);
  const more = places.length - shown.length;
  const side = (excerpt: Excerpt): string =>
    `<code>${escapeHtml(`${excerpt.file}:${excerpt.line}`)}</code><pre>${escapeHtml(excerpt.text)}</pre>`;
  const rows = shown.map((place) => [side(place.left), side(place.right)]);
  return [
    `<h2 id="pair${index}">${escapeHtml(left)} and ${escapeHtml(right)}: ${percent(similarity)}</h2>`,
    table([escapeHtml(left), escapeHtml(right)], rows),
    ...(more > 0 ? [`<p class="dim">and ${more} more places</p>`] : []),
  ].join("\n");
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
