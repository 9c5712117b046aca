import { styleText } from "node:util";

/** Gives texts their colours, by what they mean. */
export interface Paint {
  readonly title: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly player: (text: string) => string;
  readonly place: (text: string) => string;
  readonly coins: (text: string) => string;
  readonly insight: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
}

type Style = Parameters<typeof styleText>[0];

/** Colours for a terminal. */
export const colours: Paint = {
  title: styled("bold"),
  faint: styled("dim"),
  player: styled("cyan"),
  place: styled("green"),
  coins: styled("yellow"),
  insight: styled("magenta"),
  good: styled(["bold", "green"]),
  bad: styled("red"),
};

/** No colours, for pipes and for those who want none. */
export const plain: Paint = {
  title: same,
  faint: same,
  player: same,
  place: same,
  coins: same,
  insight: same,
  good: same,
  bad: same,
};

function styled(style: Style): (text: string) => string {
  return (text) => styleText(style, text);
}

function same(text: string): string {
  return text;
}
