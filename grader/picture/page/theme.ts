/** The colours of the page, as the style sheet names them. */
export interface Theme {
  readonly paper: string;
  readonly ink: string;
  readonly soft: string;
  readonly faint: string;
  readonly rule: string;
  readonly stripe: string;
  readonly local: string;
  readonly remote: string;
  readonly own: string;
  readonly wrong: string;
  readonly fault: string;
  readonly halo: string;
  readonly cursor: string;
  readonly wait: string;
  /** Colours of values, in the order of the values. */
  readonly values: readonly string[];
}

/** Reads the colours that hold now. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    paper: color("paper"),
    ink: color("ink"),
    soft: color("soft"),
    faint: color("faint"),
    rule: color("rule"),
    stripe: color("stripe"),
    local: color("local"),
    remote: color("remote"),
    own: color("own"),
    wrong: color("wrong"),
    fault: color("fault"),
    halo: color("halo"),
    cursor: color("cursor"),
    wait: color("wait"),
    values: Array.from({ length: 8 }, (_, i) => color(`value-${i}`)),
  };
}

/** The colour of a value by its place; of none, the colour for whatever has no value. */
export function valueColor(theme: Theme, place: number, none: string): string {
  return place < 0 ? none : (theme.values[place % theme.values.length] ?? none);
}
