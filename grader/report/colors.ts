import pc from "picocolors";

/** Colours, or functions that leave text as it is. */
export type Colors = ReturnType<typeof pc.createColors>;

/**
 * Colours for what is written to a stream: on a terminal only, unless `NO_COLOR` or `FORCE_COLOR` says otherwise.
 * Other libraries colour whenever `CI` is set; reports are read by programs there.
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
