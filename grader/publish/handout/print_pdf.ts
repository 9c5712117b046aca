import { spawn } from "node:child_process";
import {
  accessSync,
  constants,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { PublishError } from "../publish_error.js";

/** The names under which Chromium is installed here and there. */
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Printing some thirty pages takes seconds; a browser that takes longer than this hangs. */
const MOST_MS = 120_000;

/**
 * Finds a Chromium to print with: what `CHROMIUM` in the environment names, or the first one on the path.
 *
 * @returns its path; undefined when there is none.
 * @throws {@link PublishError} when `CHROMIUM` names what cannot be run.
 */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env["CHROMIUM"] ?? "";
  if (named !== "") {
    if (isProgram(named)) return named;
    throw new PublishError("cannot print the handout:", [
      `CHROMIUM is ${named}, which is not a program; set it to the path of a Chromium, or use --no-pdf`,
    ]);
  }
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isProgram);
}

/**
 * Prints an HTML file with headless Chromium.
 *
 * @param html its path.
 * @param pdf where the PDF goes.
 * @throws {@link PublishError} with what Chromium said, when there is no PDF in the end.
 */
export async function printPdf(chromium: string, html: string, pdf: string): Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), "handout-"));
  try {
    const said = await run(chromium, [
      ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
      ...["--disable-extensions", `--user-data-dir=${profile}`],
      ...["--no-pdf-header-footer", "--generate-pdf-document-outline", `--print-to-pdf=${pdf}`],
      pathToFileURL(html).href,
    ]);
    if (isPdf(pdf)) {
      forgetDates(pdf);
      return;
    }
    const last = said.trim().split("\n").slice(-3);
    throw new PublishError(
      `${chromium} printed no PDF:`,
      last[0] === "" ? ["it printed no message"] : last,
    );
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

function run(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"], timeout: MOST_MS });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.on("error", reject);
    child.on("close", () => {
      resolve(said);
    });
  });
}

/** Pages that have not changed give the same PDF, on whichever day they are printed. */
function forgetDates(pdf: string): void {
  const bytes = readFileSync(pdf).toString("latin1");
  const dated = /(?<=\/(?:CreationDate|ModDate) \(D:)\d{14}/g;
  // As long as what it replaces: the places of everything behind it are written at the end of the file.
  writeFileSync(pdf, bytes.replace(dated, "20000101000000"), "latin1");
}

function isPdf(path: string): boolean {
  const written = statSync(path, { throwIfNoEntry: false });
  return written !== undefined && readFileSync(path).subarray(0, 5).toString("latin1") === "%PDF-";
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false; // Not there, or not ours to run.
  }
}
