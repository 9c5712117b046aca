import type { Argv } from "yargs";
import { UsageError } from "../base/exit_codes.js";
import { didYouMean } from "../base/suggest.js";

/**
 * A parser that leaves help, versions and unknown options to its caller and never ends the process: what it cannot read
 * is thrown as a {@link UsageError}.
 */
export function strict<T>(parser: Argv<T>): Argv<T> {
  return parser
    .parserConfiguration({ "camel-case-expansion": false, "boolean-negation": false })
    .help(false)
    .version(false)
    .wrap(100)
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      const said = message ?? error?.message ?? "cannot read the command line";
      const bare = /^Not enough arguments following: (\S+)/.exec(said)?.[1];
      throw new UsageError(bare === undefined ? said.trim() : `--${bare} needs a value`);
    });
}

/**
 * Refuses options that there are not, and what is no option.
 *
 * @param known the options, without those hyphens.
 * @param meant what somebody may have meant who typed a word that is no option.
 * @throws {@link UsageError}
 */
export function refuseUnknown(
  argv: Readonly<Record<string, unknown>>,
  known: readonly string[],
  meant: (stray: string) => string,
): void {
  for (const name of Object.keys(argv)) {
    if (name === "_" || name === "$0" || name === "h" || known.includes(name)) continue;
    const shown = name.length === 1 ? `-${name}` : `--${name}`;
    const hint = didYouMean(name, known).replace("mean ", "mean --");
    throw new UsageError(`there is no option ${shown}${hint || "; --help shows all options"}`);
  }
  const [stray] = argv["_"] as readonly (string | number)[];
  if (stray === undefined) return;
  throw new UsageError(`what is ${stray}? Perhaps you mean ${meant(String(stray))}`);
}

/**
 * The one text that was given for an option; yargs makes an array of one that is given twice.
 *
 * @throws {@link UsageError}
 */
export function single(name: string, value: unknown): string {
  if (typeof value === "string" && value !== "") return value;
  if (Array.isArray(value)) throw new UsageError(`--${name} is given ${value.length} times`);
  throw new UsageError(`--${name} needs a value`);
}

/**
 * Reads a whole number from 1 on.
 *
 * @throws {@link UsageError}
 */
export function wholeNumber(name: string, value: unknown, most: number): number {
  const text = single(name, value);
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new UsageError(`--${name} takes a whole number from 1 to ${most}, not ${text}`);
}
