import type { Mutant } from "../mutants/mutant.js";
import { clients } from "./wrong/clients.js";
import { dependencies } from "./wrong/dependencies.js";
import { exchange } from "./wrong/exchange.js";
import { gossip } from "./wrong/gossip.js";
import { links } from "./wrong/links.js";
import { rules } from "./wrong/rules.js";
import { throughput } from "./wrong/throughput.js";
import { versions } from "./wrong/versions.js";

/** Wrong solutions of the sessions lab: each guarantee broken in several ways. */
export const wrong: readonly Mutant[] = [
  ...gossip,
  ...exchange,
  ...links,
  ...versions,
  ...dependencies,
  ...clients,
  ...rules,
  ...throughput,
];
