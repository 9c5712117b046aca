import yargs, { type InferredOptionTypes, type Options } from "yargs";
import { UsageError } from "../base/exit_codes.js";
import { didYouMean } from "../base/suggest.js";
import { defaultLab, labNamed, labNames } from "../labs/index.js";
import type { Lab } from "../labs/lab.js";

/** The command line of a program of the kit. */
export interface CommandLine<O> {
  /** The command that runs it, such as `npm run grade --`. */
  readonly script: string;
  /** Its usage and what it does; `$0` stands for the script. */
  readonly usage: string;
  readonly options: O;
  readonly examples?: readonly (readonly [command: string, what: string])[];
  readonly epilogue?: string;
  /** What the user may have meant by a word that is not an option. If it is missing, such words are accepted. */
  readonly meant?: (word: string) => string;
}

/** Thrown for `--help`; the message is the help. */
export class HelpWanted extends Error {}

/** An option with a text, which may be given once; `describe` is for the help. */
export function text(name: string, describe: string) {
  const coerce = (value: unknown): string => single(name, value);
  return { type: "string", requiresArg: true, describe, coerce } as const;
}

/** An option with a whole number from 1 to `most`. */
export function count(name: string, most: number, describe: string) {
  const coerce = (value: unknown): number => {
    const typed = single(name, value);
    const number = Number(typed);
    if (Number.isInteger(number) && number >= 1 && number <= most) return number;
    throw new UsageError(`--${name} takes a whole number from 1 to ${most}, not ${typed}`);
  };
  return { type: "string", requiresArg: true, describe, coerce } as const;
}

/** The option that chooses the assignment, for all programs. */
export const labOption = {
  lab: { ...text("lab", `Which assignment: ${labNames.join(", ")}`), default: defaultLab },
};

/**
 * Parses a command line.
 *
 * @throws {@link UsageError} if it is invalid, {@link HelpWanted} for `--help`.
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
    throw new UsageError(`${word} is not an option; did you mean ${meant(word)}?`);
  }
  if (argv["help"] === true) throw new HelpWanted(await parser.getHelp());
  return { ...(argv as InferredOptionTypes<O>), words };
}

/**
 * The assignment that a command line chooses.
 *
 * @throws {@link UsageError} if there is none with that name.
 */
export async function labOn(args: readonly string[]): Promise<Lab> {
  const { lab } = await strict(args).options(labOption).parse();
  return await labNamed(lab);
}

/**
 * Extracts `--tree` and `--lab` from a command line that otherwise belongs to another program.
 *
 * @throws {@link UsageError} if one of them has no value, or is given twice.
 */
export async function takeTree(args: readonly string[]): Promise<{
  readonly tree: string;
  /** Undefined if none is named. */
  readonly lab: string | undefined;
  readonly rest: readonly string[];
}> {
  const options = {
    lab: text("lab", "Which assignment"),
    tree: { ...text("tree", "What to run"), default: "starter" },
  };
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

/** The value of an option that may be given once; yargs makes an array of repeated ones. */
function single(name: string, value: unknown): string {
  if (typeof value === "string" && !/^(--|$)/.test(value)) return value;
  if (Array.isArray(value)) throw new UsageError(`--${name} is given ${value.length} times`);
  throw new UsageError(`--${name} needs a value`);
}

/** A parser that never exits: an invalid command line is thrown as a {@link UsageError}. */
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
