/** The page's colours, on light paper and on dark. */
const palette = {
  paper: ["#fdfcf9", "#14171c"],
  panel: ["#ffffff", "#1b1f26"],
  ink: ["#20242c", "#e8eaee"],
  soft: ["#606773", "#a2a9b5"],
  faint: ["#b3b8c0", "#565d69"],
  rule: ["#e6e4de", "#2b303a"],
  stripe: ["#f4f2ec", "#191d24"],
  local: ["#8a93a3", "#7f8998"],
  remote: ["#35617d", "#7fb3d5"],
  own: ["#a9afb9", "#5d6572"],
  wrong: ["#c22438", "#ff7a85"],
  "wrong-paper": ["#fdeaea", "#45191f"],
  fault: ["#b86a00", "#f0a64a"],
  "differs-paper": ["#fff3d9", "#3e3216"],
  halo: ["#ffc53d", "#c79a20"],
  cursor: ["#0a6cd6", "#6bb1ff"],
  wait: ["#e9e6de", "#2a2f38"],
  mark: ["#ffe59a", "#6a5300"],
} as const satisfies Record<string, readonly [light: string, dark: string]>;

/** The colours of values, in the order of the values. */
const valuePalette = [
  ["#1f6fb4", "#6db3f2"],
  ["#c8551b", "#f59b66"],
  ["#178a63", "#5fcfa5"],
  ["#a8478c", "#e79bd0"],
  ["#8a6d00", "#d9bf4d"],
  ["#5b58c9", "#a9a6ff"],
  ["#0d8592", "#5fd0dc"],
  ["#8b4a3a", "#d79c8c"],
] as const;

/** The name of a colour. */
export type ColorName = keyof typeof palette;

/** The colours that hold now. */
export type Theme = Readonly<Record<ColorName, string>> & { readonly values: readonly string[] };

/** Whether the page is dark. */
export function isDark(): boolean {
  return document.documentElement.dataset["theme"] === "dark";
}

/** Paints the page. The style sheet knows the colours as variables, such as `--paper`. */
export function paint(dark: boolean): void {
  const { dataset, style } = document.documentElement;
  dataset["theme"] = dark ? "dark" : "light";
  style.colorScheme = dataset["theme"];
  const { values, ...colors } = theme();
  for (const [name, color] of Object.entries(colors)) style.setProperty(`--${name}`, color);
}

/** The colours that hold now, for what is drawn on a canvas. */
export function theme(): Theme {
  const shade = isDark() ? 1 : 0;
  const colors = Object.entries(palette).map(([name, pair]) => [name, pair[shade]]);
  return {
    ...(Object.fromEntries(colors) as Record<ColorName, string>),
    values: valuePalette.map((pair) => pair[shade]),
  };
}

/** The colour of a value by its place; of none, the colour for whatever has no value. */
export function valueColor({ values }: Theme, place: number, none: string): string {
  return place < 0 ? none : (values[place % values.length] ?? none);
}
