/** Zips that no packer makes. */
import { running, type Attack } from "./attack.js";

const mailbox = ["actor/mailbox.ts", "export class Mailbox {}\n"] as const;

function zipped(
  name: string,
  how: string,
  ...entries: readonly (readonly [string, string])[]
): Attack {
  return {
    ...running(name, how, ""),
    honest: 0,
    test: "OneActorGet",
    driver: "sim",
    files: {},
    zip: [mailbox, ...entries],
    quick: true,
    checked: true,
  };
}

export const zips: readonly Attack[] = [
  zipped("zip-nul", "has NUL in a name", ["kvserver/a\0b.ts", "x"]),
  zipped("zip-long-name", "has an over-long name", [`kvserver/${"x".repeat(300)}.ts`, "x"]),
  zipped("zip-deep", "has very many folders", [`kvserver/${"x/".repeat(400)}a.ts`, "x"]),
  zipped(
    "zip-file-and-folder",
    "has a file in the place of a folder",
    ["kvserver/a.ts", "x"],
    ["kvserver/a.ts/b.ts", "x"],
  ),
  zipped("zip-double-slash", "names a given file in another way", ["actor//actor_host.ts", "x"]),
  zipped("zip-dot", "names a given file with a dot", ["actor/./actor_host.ts", "x"]),
  zipped("zip-outside", "leads outside", ["../../../x.ts", "x"]),
  zipped("zip-absolute", "has an absolute name", ["/tmp/cmud-attack-zip.ts", "x"]),
  zipped("zip-escape", "paints the terminal with a name", ["kvserver/\u001b[2Jx.ts", "x"]),
  zipped("zip-twice", "has the same name twice", ["actor/mailbox.ts", "x"]),
];
