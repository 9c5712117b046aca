/** A run of a page's text, and whether a reader reads it as a sentence (rather than as code or as an address). */
interface Run {
  readonly text: string;
  readonly prose: boolean;
}

/** What is no prose: fenced code, code in a line, the targets of links and images, HTML tags, and links to the API. */
const NO_PROSE =
  /^(?:```|~~~).*\n[^]*?^(?:```|~~~)[ \t]*$|`[^`\n]+`|(?<=\])\([^()\s]+(?: "[^"\n]*")?\)|<[a-zA-Z/!][^<>]*>|\{@link [^{}]+\}|https?:\/\/\S+/gm;

/** Rewrites the prose of a page and leaves everything else as it is. */
export function mapProse(markdown: string, rewrite: (prose: string) => string): string {
  return runsOf(markdown)
    .map(({ text, prose }) => (prose ? rewrite(text) : text))
    .join("");
}

/** The prose of a page with everything else blanked out, so that lines and columns stay what they are. */
export function proseOnly(markdown: string): string {
  return runsOf(markdown)
    .map(({ text, prose }) => (prose ? text : text.replace(/[^\n]/g, " ")))
    .join("");
}

function runsOf(markdown: string): Run[] {
  const runs: Run[] = [];
  let end = 0;
  for (const match of markdown.matchAll(NO_PROSE)) {
    runs.push({ text: markdown.slice(end, match.index), prose: true });
    runs.push({ text: match[0], prose: false });
    end = match.index + match[0].length;
  }
  runs.push({ text: markdown.slice(end), prose: true });
  return runs;
}
