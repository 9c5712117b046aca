import yargs, { type InferredOptionTypes, type Options } from "yargs";
import { UsageError } from "../base/exit_codes.js";
import { didYouMean } from "../base/suggest.js";
import { defaultLab, labNamed, labNames } from "../labs/index.js";
import type { Lab } from "../labs/lab.js";

/** What a program of the kit takes on its command line. */
export interface CommandLine<O> {
  /** What one types to run it, such as `npm run grade --`. */
  readonly script: string;
  /** How it is called and what it does; `$0` stands for the script. */
  readonly usage: string;
  readonly options: O;
  readonly examples?: readonly (readonly [command: string, what: string])[];
  readonly epilogue?: string;
  /** What somebody may have meant who typed a word that is no option; without it, words are taken. */
  readonly meant?: (word: string) => string;
}

/** Thrown when somebody asks for help, which is its message. */
export class HelpWanted extends Error {}

/** An option that takes a text, once; `describe` is for the help. */
export function text(name: string, describe: string) {
  const coerce = (value: unknown): string => single(name, value);
  return { type: "string", requiresArg: true, describe, coerce } as const;
}

/** An option that takes a whole number from 1 to `most`. */
export function count(name: string, most: number, describe: string) {
  const coerce = (value: unknown): number => {
    const typed = single(name, value);
    const number = Number(typed);
    if (Number.isInteger(number) && number >= 1 && number <= most) return number;
    throw new UsageError(`--${name} takes a whole number from 1 to ${most}, not ${typed}`);
  };
  return { type: "string", requiresArg: true, describe, coerce } as const;
}

/** The option with which all programs choose the assignment. */
export const labOption = {
  lab: { ...text("lab", `Which assignment: ${labNames.join(", ")}`), default: defaultLab },
};

/**
 * Reads a command line.
 *
 * @throws {@link UsageError} when it cannot be followed, {@link HelpWanted} when it asks for help.
 */
export async function readCommandLine<O extends Record<string, Options>>(
  args: readonly string[],
  { script, usage, options, examples = [], epilogue, meant }: CommandLine<O>,
): Promise<InferredOptionTypes<O> & { readonly words: readonly string[] }> {
  const all = { ...options, help: { type: "boolean", alias: "h", describe: "Show this" } } as const;
  const parser = strict(args).scriptName(script).usage(usage).options(all).wrap(100);
  for (const [command, what] of examples) parser.example(command, what);
  if (epilogue !== undefined) parser.epilogue(epilogue);
  const argv: Record<string, unknown> = await parser.parse();
  const words = (argv["_"] as readonly (string | number)[]).map(String);
  refuseUnknown(argv, Object.keys(all));
  const [word] = words;
  if (word !== undefined && meant !== undefined) {
    throw new UsageError(`what is ${word}? Perhaps you mean ${meant(word)}`);
  }
  if (argv["help"] === true) throw new HelpWanted(await parser.getHelp());
  return { ...(argv as InferredOptionTypes<O>), words };
}

/**
 * The assignment that a command line chooses.
 *
 * @throws {@link UsageError} when there is none of that name.
 */
export async function labOn(args: readonly string[]): Promise<Lab> {
  const { lab } = await strict(args).options(labOption).parse();
  return await labNamed(lab);
}

/**
 * Takes `--tree` and `--lab` out of a command line that is another program's otherwise.
 *
 * @throws {@link UsageError} when one of them names nothing, or is given twice.
 */
export async function takeTree(
  args: readonly string[],
): Promise<{ readonly tree: string; readonly lab: string; readonly rest: readonly string[] }> {
  const options = { ...labOption, tree: { ...text("tree", "What to run"), default: "starter" } };
  const { tree, lab, _ } = await strict(args)
    .parserConfiguration({ ...configuration, "unknown-options-as-args": true })
    .options(options)
    .parse();
  return { tree, lab, rest: _.map(String) };
}

const configuration = {
  "camel-case-expansion": false,
  "boolean-negation": false,
  "parse-positional-numbers": false,
};

/** The one text that was given for an option; yargs makes an array of one that is given twice. */
function single(name: string, value: unknown): string {
  if (typeof value === "string" && !/^(--|$)/.test(value)) return value;
  if (Array.isArray(value)) throw new UsageError(`--${name} is given ${value.length} times`);
  throw new UsageError(`--${name} needs a value`);
}

/** A parser that never ends the process: what it cannot read is thrown as a {@link UsageError}. */
function strict(args: readonly string[]) {
  return yargs([...args])
    .parserConfiguration(configuration)
    .help(false)
    .version(false)
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      const said = message ?? error?.message ?? "cannot read the command line";
      const bare = /^Not enough arguments following: (\S+)/.exec(said)?.[1];
      throw new UsageError(bare === undefined ? said.trim() : `--${bare} needs a value`);
    });
}

function refuseUnknown(argv: Readonly<Record<string, unknown>>, known: readonly string[]): void {
  for (const name of Object.keys(argv)) {
    if (name === "_" || name === "$0" || name === "h" || known.includes(name)) continue;
    const shown = name.length === 1 ? `-${name}` : `--${name}`;
    const hint = didYouMean(name, known).replace("mean ", "mean --");
    throw new UsageError(`there is no option ${shown}${hint || "; --help shows all options"}`);
  }
}
