/** What the game needs of a terminal: lines in, texts out. */
export interface Screen {
  /** How many columns there are for texts. */
  readonly width: number;
  /** Whether somebody watches who likes colours. */
  readonly coloured: boolean;
  /** Shows a text on lines of its own, above the line that is being typed, which stays as it is. */
  print(text: string): void;
  /** Shows the text in front of the line that is being typed, in the place of the one before. */
  prompt(text: string): void;
  /** Shows in the place of the prompt how something gets on that takes time; where nobody watches, nothing. */
  progress(text: string): void;
  /** Sets what happens with lines, in the order in which they are typed. Lines typed before that are kept for it. */
  onLine(handle: (line: string) => void): void;
  /** Sets what happens at the end of the input: of a pipe, or because somebody pressed Ctrl-D or Ctrl-C. */
  onEnd(handle: (why: "end" | "interrupt") => void): void;
  /** Sets what completes words; nothing does where nobody types. */
  onComplete(completer: Completer): void;
  /** Gives the terminal back as it was. Nothing is shown after that. Idempotent. */
  close(): void;
}

/** Completes the word at the end of a line: the completions, and the part of the line that they replace. */
export type Completer = (line: string) => [string[], string];

/** The widest that texts become, in columns; longer lines are hard to read. */
export const widestText = 96;
