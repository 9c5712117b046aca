// Compiles the kit where it has changed, and runs one of its programs:
//
//   node grader/cli/bootstrap.js grade --checkpoint
//
// Plain JavaScript, since it runs before anything is compiled. What a student has left broken in starter/ must not keep
// the grader from saying so: errors in starter/ are the grader's to report, and pass in silence here. The compiler emits
// whatever it can, errors or not.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const kitRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const [program = "grade", ...args] = process.argv.slice(2);
const GRADER_FAILED = 4;

const compiler = join(kitRoot, "node_modules", "typescript", "bin", "tsc");
if (!existsSync(compiler)) {
  fail('the packages of the kit are not installed; run "npm ci" first');
}
if (!existsSync(join(kitRoot, "build", "kit"))) {
  process.stderr.write("compiling the grader, once; this takes about half a minute ...\n");
}
const projects = [".", "grader/picture/page"];
const built = spawnSync(process.execPath, [compiler, "-b", ...projects, "--pretty", "false"], {
  cwd: kitRoot,
  encoding: "utf8",
  stdio: ["ignore", "pipe", "inherit"],
});
const entry = join(kitRoot, "build", "kit", "grader", "cli", `${program}.js`);
const kitErrors = built.stdout.split(/\r?\n/).filter(isKitError);
if (kitErrors.length > 0) {
  process.stderr.write(`${["the kit's own code does not compile:", ...kitErrors].join("\n")}\n`);
}
if (!existsSync(entry)) fail(`there is no program ${program} in build/kit/grader/cli`);
process.argv = [process.execPath, entry, ...args];
process.setSourceMapsEnabled(true);
for (const stream of [process.stdout, process.stderr]) {
  // Nobody reads the output any more, as after `| head`. Programs of a tree decide for themselves what that means.
  stream.on("error", (error) => {
    if (error.code !== "EPIPE") throw error;
    if (program !== "run_program") process.exit(GRADER_FAILED);
  });
}
await import(pathToFileURL(entry).href);

/** @param {string} line */
function isKitError(line) {
  return /\berror TS\d+/.test(line) && !/^starter[\\/]/.test(line);
}

/** @param {string} message */
function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(GRADER_FAILED);
}
