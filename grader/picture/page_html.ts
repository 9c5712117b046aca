import { escapeHtml } from "../base/escape_html.js";
import type { PageAssets } from "./page_assets.js";

/** The page around its data. What it shows is filled in by its script, as text and never as HTML. */
export function pageHtml(
  runs: readonly { readonly title: string; readonly json: string }[],
  { style, script }: PageAssets,
): string {
  const title = runs.length === 1 ? (runs[0]?.title ?? "") : `${runs.length} failed tests`;
  return `<!doctype html>
<html lang="en" data-theme="light">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>${escapeHtml(title)} – picture of a run</title>
<link rel="icon" href="data:,">
<style>
${style}</style>
</head>
<body>
<noscript>This picture is drawn by a script in this file; allow scripts to see it.</noscript>
${body}
${runs.map(({ title: name, json }) => `<script type="application/json" class="run" data-title="${escapeHtml(name)}">${json}</script>`).join("\n")}
<script>
${script}</script>
</body>
</html>
`;
}

const body = `<a class="skip" href="#diagram-box">To the diagram</a>
<header>
  <div class="headline">
    <h1 id="title"></h1>
    <p id="facts"></p>
    <div class="tools">
      <button id="theme" type="button" title="Dark or light (d)" aria-label="Dark or light">◐</button>
      <button id="help-button" type="button" title="Keys (?)" aria-label="Keys">?</button>
    </div>
  </div>
  <nav id="contents" aria-label="Failed tests" hidden></nav>
  <div id="message" role="note" tabindex="0" aria-label="What failed"></div>
  <div id="replay-box"><span>Run it again</span><code id="replay"></code><button id="copy" type="button">Copy</button></div>
  <ul id="conditions" aria-label="Conditions of the run"></ul>
  <ul id="remarks" aria-label="Remarks"></ul>
  <p id="link-notice" class="notice" role="status"></p>
</header>
<main>
  <section aria-label="Space-time diagram" class="diagram">
    <div class="toolbar" role="group" aria-label="Time and view">
      <span class="group">
        <button id="first" type="button" title="First event (Home)" aria-label="First event">⇤</button>
        <button id="previous" type="button" title="Previous event (←; Shift: 10)" aria-label="Previous event">←</button>
        <button id="play" type="button" title="Play (Space)" aria-label="Play" aria-pressed="false">▶</button>
        <button id="next" type="button" title="Next event (→; Shift: 10)" aria-label="Next event">→</button>
        <button id="last" type="button" title="Last event (End)" aria-label="Last event">⇥</button>
      </span>
      <output id="now"></output>
      <span class="group">
        <button id="zoom-out" type="button" title="Zoom out (-)" aria-label="Zoom out">−</button>
        <button id="zoom-in" type="button" title="Zoom in (+)" aria-label="Zoom in">+</button>
        <button id="fit" type="button" title="Show the whole run (0)">Show all</button>
        <button id="next-finding" type="button" title="Next finding (f)">Next finding</button>
      </span>
      <span class="group">
        <label><span id="key-label"></span> <input id="key" list="keys" size="10" placeholder="all" autocomplete="off" spellcheck="false" title="Show only this (/)" aria-describedby="key-notice"></label>
        <datalist id="keys"></datalist>
        <label><span id="actor-label"></span> <select id="actor"></select></label>
        <label><input id="own" type="checkbox"> timers</label>
      </span>
    </div>
    <p id="key-notice" class="notice" role="status"></p>
    <input id="scrubber" type="range" min="0" step="any" aria-label="Time">
    <canvas id="overview" aria-hidden="true"></canvas>
    <div id="diagram-box" tabindex="0" role="group" aria-roledescription="space-time diagram" aria-label="Space-time diagram; the arrow keys go from event to event" aria-describedby="nearby-title">
      <canvas id="base" aria-hidden="true"></canvas>
      <canvas id="overlay" aria-hidden="true"></canvas>
      <div id="tip" hidden></div>
    </div>
    <ul id="legend" aria-label="Signs"></ul>
  </section>
  <div class="panels">
    <section class="panel" id="findings-panel"><h2>Findings</h2><ol id="findings"></ol></section>
    <section class="panel" id="stores-panel"><h2><span id="stores-title"></span> <span id="stores-at"></span></h2><div class="scroll" tabindex="0" role="region" aria-labelledby="stores-title"><table id="stores"></table></div><p id="stores-note"></p></section>
    <section class="panel" id="details-panel"><h2 id="details-title"></h2><div id="details"></div></section>
    <section class="panel" id="nearby-panel"><h2 id="nearby-title">Events near the cursor</h2><div class="scroll" tabindex="0" role="region" aria-labelledby="nearby-title"><table id="nearby"></table></div></section>
  </div>
</main>
<p id="live" class="hidden" aria-live="polite"></p>
<dialog id="help" aria-labelledby="help-title"></dialog>`;
