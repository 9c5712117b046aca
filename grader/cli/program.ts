import { errorText } from "../base/error_text.js";
import { exitCodes, UsageError } from "../base/exit_codes.js";
import { colorsFor } from "../report/colors.js";
import { StatusLine } from "../report/status_line.js";
import { TreeError } from "../trees/tree_error.js";
import { HelpWanted } from "./command_line.js";

/** A program; the result is its exit code. */
export type Main = (args: readonly string[], status: StatusLine) => Promise<number>;

/**
 * Runs a program of the kit in this process and sets the exit code. Usage errors are printed as one line, with exit
 * code 2; errors of the program itself are printed with their stack, with exit code 4.
 *
 * @param faults error classes that completely describe a problem with the program's input: exit code 1.
 */
export async function runProgram(
  name: string,
  main: Main,
  faults: readonly (abstract new (...args: never[]) => Error)[] = [],
): Promise<void> {
  const status = new StatusLine(process.stderr);
  const red = colorsFor(process.stderr).red;
  try {
    process.exitCode = await main(process.argv.slice(2), status);
  } catch (error) {
    status.clear();
    if (error instanceof HelpWanted) {
      print(error.message);
      process.exitCode = 0;
    } else if (error instanceof UsageError || error instanceof TreeError) {
      complain(`${red(`${name}:`)} ${error.message}`);
      process.exitCode = exitCodes.usage;
    } else if (error instanceof Error && faults.some((fault) => error instanceof fault)) {
      complain(`${red(`${name}:`)} ${error.message}`);
      process.exitCode = 1;
    } else {
      complain(`${red(`${name}: the grader itself failed:`)} ${errorText(error)}`);
      process.exitCode = exitCodes.graderFailed;
    }
  }
}

/** Prints a line on stdout. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints a line on stderr. */
export function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}
