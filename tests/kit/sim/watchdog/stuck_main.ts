/**
 * A process that gets stuck on purpose: it simulates the function `go(platform)` of a module, with a watchdog that reports
 * on stdout. Arguments: the tree's URL, the module, and the watchdog's limit in milliseconds.
 */
import { loadSeam } from "../../../../grader/sim/seam.js";
import { Simulation } from "../../../../grader/sim/simulation.js";
import { startWatchdog } from "../../../../grader/sim/watchdog/watchdog.js";
import type { Platform } from "../../../../starter/platform/platform.js";

const [treeUrl = "", module = "", limitMs = ""] = process.argv.slice(2);
const watchdog = startWatchdog({ limitMs: Number(limitMs), fd: 1, prefix: "report ", treeUrl });
const simulation = new Simulation({
  seed: 1,
  seam: await loadSeam(new URL("../../../../starter/", import.meta.url)),
  watch: watchdog,
});
await simulation.run(async (platform) => {
  const { go } = (await platform.load(`${treeUrl}${module}`)) as {
    go: (platform: Platform) => unknown;
  };
  await go(platform);
}, "test");
console.log("not stuck");
await watchdog.stop();
