import { parse, type HTMLElement } from "node-html-parser";

/** Parses a page, what is in `<pre>` too: code has links and buttons like anything else. */
export function parseHtml(html: string): HTMLElement {
  return parse(html, { blockTextElements: { script: true, style: true, noscript: true } });
}
