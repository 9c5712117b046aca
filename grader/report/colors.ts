import pc from "picocolors";

/** Colours, or functions that leave text as it is. */
export type Colors = ReturnType<typeof pc.createColors>;

/**
 * Colours for a stream: only on a terminal, unless `NO_COLOR` or `FORCE_COLOR` is set. Unlike other libraries, this
 * ignores `CI`, where programs read the reports.
 */
export function colorsFor(
  stream: { readonly isTTY?: boolean },
  env: NodeJS.ProcessEnv = process.env,
): Colors {
  const forced = env["FORCE_COLOR"];
  const wanted =
    forced === undefined || forced === "" ? stream.isTTY === true : !/^(0|false)$/.test(forced);
  return pc.createColors(wanted && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb");
}
