import { escapeHtml } from "../base/escape_html.js";

/**
 * A page that needs nothing but itself: no network; for light and dark mode, screens and paper. It has no scripts of its
 * own; `embeds` allows those of pages within it.
 */
export function page(title: string, body: string, embeds = false): string {
  const scripts = embeds ? "; script-src 'unsafe-inline'" : "";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:${scripts}">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

/** A table; cells are HTML, and those of the columns `right` stand at the right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const cell = (tag: string) => (content: string, index: number) =>
    `<${tag}${right.includes(index) ? ` class="right"` : ""}>${content}</${tag}>`;
  const line = (tag: string, cells: readonly string[]): string =>
    `<tr>${cells.map(cell(tag)).join("")}</tr>`;
  return `<div class="scroll"><table><thead>${line("th", head)}</thead><tbody>\n${rows
    .map((row) => line("td", row))
    .join("\n")}\n</tbody></table></div>`;
}

/** How full something is, as a bar; for people who cannot see it, the number beside it counts. */
export function bar(value: number, max: number): string {
  const share = max === 0 ? 0 : Math.max(0, Math.min(1, value / max));
  return `<span class="bar" aria-hidden="true"><span style="width:${(share * 100).toFixed(1)}%"></span></span>`;
}

const style = `
:root { color-scheme: light dark; --line: light-dark(#d5d9de, #3a4048); --dim: light-dark(#59636e, #9aa4af);
  --bad: light-dark(#b3261e, #ff8a80); --good: light-dark(#1a7f37, #57c96e); --box: light-dark(#f5f7f9, #1c2127);
  --bar: light-dark(#2f6fb2, #6ea8e6); }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: light-dark(#fff, #12161a); color: light-dark(#1b1f24, #e4e8ec); }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; } h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; } h3 { font-size: 1rem; margin: 1.4rem 0 .4rem; overflow-wrap: anywhere; }
p { margin: .4rem 0; } .dim { color: var(--dim); } .bad { color: var(--bad); } .good { color: var(--good); }
.points { font-size: 2rem; font-weight: 600; margin: .4rem 0; }
pre { background: var(--box); border: 1px solid var(--line); border-radius: 6px; padding: .7rem .8rem; white-space: pre-wrap; overflow-wrap: anywhere; font: .85rem/1.45 ui-monospace, monospace; margin: .4rem 0; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .7rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; color: var(--dim); font-size: .9rem; } .right { text-align: right; font-variant-numeric: tabular-nums; } tr.total td { font-weight: 600; }
.bar { display: inline-block; width: 8rem; height: .6rem; background: var(--box); border: 1px solid var(--line); border-radius: 3px; overflow: hidden; } .bar span { display: block; height: 100%; background: var(--bar); }
details > summary { cursor: pointer; } ul { padding-left: 1.2rem; margin: .4rem 0; } a { color: var(--bar); }
iframe.picture { width: 100%; height: 85vh; border: 1px solid var(--line); border-radius: 6px; }
.chart { width: 100%; height: auto; max-width: 44rem; } .chart rect { fill: var(--bar); } .chart text { fill: var(--dim); font: 11px system-ui, sans-serif; }
@media (max-width: 600px) { .bar { width: 4rem; } td { overflow-wrap: anywhere; } }
@media print { main { max-width: none; } pre { break-inside: avoid; } }
`;
