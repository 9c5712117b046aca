import { expect } from "chai";
import { firstRefused } from "../../../grader/static/refused_imports.js";

/** What is refused of a file of the tree that consists of one line. */
function refused(line: string): string | undefined {
  return firstRefused("kvserver/server.ts", line);
}

describe("Imports of student files", () => {
  for (const line of [
    'import { Mailbox } from "../actor/mailbox.js";',
    'import { Store } from "./store.js";',
    'import BTree from "sorted-btree";',
    'import BTree = require("sorted-btree");',
    'import { createHash } from "node:crypto";',
    'import { platform } from "../platform/current.js";',
    'import { Worker } from "node:worker_threads";',
    'import type { Session } from "node:inspector";',
    'export * from "./store.js";',
    'const { Store } = await import("./store.js");',
    'const text = "import(name)";',
  ]) {
    it(`allow ${line}`, () => {
      expect(refused(line)).to.equal(undefined);
    });
  }

  for (const [line, why] of [
    ['import "#solution/kvserver/server.js";', "there is no such package"],
    ['import "typescript";', "there is no such package"],
    ['import "../../../solution/js/kvserver/server.js";', "outside of the tree"],
    ['export * from "../../x.js";', "outside of the tree"],
    ['import "./store.js?2";', "no plain path"],
    ['import "file:///x.js";', "there is no such package"],
    ['import "data:text/javascript,1";', "there is no such package"],
    ['import "node:vm";', "may not use this module"],
    ['import "inspector";', "may not use this module"],
    ['import { createRequire } from "module";', "may not use this module"],
    ['import vm = require("vm");', "may not use this module"],
    ["await import(name);", "is computed"],
    ["await import(`./${name}.js`);", "is computed"],
    ['import { installPlatform } from "../platform/current.js";', "imports more from"],
    ['import * as current from "../platform/current.js";', "imports more from"],
    ['import { RemoteOutbox } from "../actor/remote_outbox.js";', "have no use for"],
    ['import "../actor/./actor_host.js";', "have no use for"],
    ['import { createNodePlatform } from "../platform/node_platform.js";', "have no use for"],
    ['import ws from "ws";', "there is no such package"],
    ['import * as threads from "node:worker_threads";', "imports more from"],
  ] as const) {
    it(`refuse ${line}`, () => {
      expect(refused(line))
        .to.match(/^line 1 imports/)
        .and.contain(why);
    });
  }
});
