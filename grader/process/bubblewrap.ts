import {
  existsSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isRoot, newUser, ownGroup } from "./users.js";
import { limitsCommand } from "./limits_command.js";
import { refusesNewProcesses } from "./new_processes.js";
import { problemOf } from "./trial.js";
import type { Enclosed, Reach, Wall } from "./wall.js";

/** Where the program is; whoever runs the grader may have a `PATH` of any kind. */
const program = ["/usr/bin/bwrap", "/bin/bwrap", "/usr/local/bin/bwrap"];

/** What Node needs of the system besides its own file: the C library, and how to resolve `localhost`. */
const system = ["/usr/lib", "/usr/lib64", "/lib", "/lib64"];
const settings = ["/etc/hosts", "/etc/nsswitch.conf", "/etc/ld.so.cache", "/etc/localtime"];

/** How large a scratch folder may become, in bytes. */
const scratchBytes = 64 * 2 ** 20;

/** The first descriptor after those of the pipes. */
const filterFd = 4;

/** The wall of the kind `bubblewrap`, or why there is none. Where the grader is root, it also is another user's. */
export async function bubblewrap(kit: string): Promise<Wall | string> {
  if (process.platform !== "linux") return "bubblewrap runs on Linux only";
  const bwrap = program.find((path) => existsSync(path));
  if (bwrap === undefined) return "bubblewrap is not installed";
  const problems: string[] = [];
  for (const ownUser of isRoot() ? [true, false] : [false]) {
    for (const sized of [true, false]) {
      const wall = new Bubblewrap(bwrap, { ownUser, sized });
      const problem = await problemOf(wall, kit);
      if (problem === undefined) return wall;
      problems.push(problem);
    }
  }
  return `bubblewrap does not work here (${problems.at(-1) ?? ""})`;
}

interface Features {
  /** Whether each process has a user of its own. */
  readonly ownUser: boolean;
  /** Whether the installed version can limit the size of a scratch folder. */
  readonly sized: boolean;
}

class Bubblewrap implements Wall {
  readonly kind = "bubblewrap";
  readonly #program: string;
  readonly #features: Features;

  constructor(bwrap: string, features: Features) {
    this.#program = bwrap;
    this.#features = features;
  }

  async enclose(command: readonly string[], reach: Reach): Promise<Enclosed> {
    const { tree, writesTree = false, limits } = reach;
    const user = this.#features.ownUser ? newUser(tree) : undefined;
    const giveBack = user === undefined ? undefined : await ownGroup(tree, user, writesTree);
    const filter = openFilter();
    return {
      command: [
        ...limitsCommand(limits, user !== undefined),
        this.#program,
        ...namespaces,
        ...(filter === undefined ? [] : ["--seccomp", String(filterFd)]),
        ...this.#files(command[0] ?? "", reach),
        "--",
        ...command,
      ],
      ...user,
      fds: filter === undefined ? [] : [filter],
      endsWithProcess: true,
      end: async () => giveBack?.(),
    };
  }

  #files(node: string, { kit, read, tree, writesTree = false, scratch }: Reach): string[] {
    const size = this.#features.sized ? ["--size", String(scratchBytes)] : [];
    return [
      ...system.flatMap(asItIs),
      ...settings.filter((path) => existsSync(path)).flatMap((path) => readOnly(path)),
      ...["--proc", "/proc", "--dev", "/dev"],
      ...readOnly(realpathSync(node), node),
      ...read.flatMap((path) => readOnly(path)),
      ...(writesTree ? ["--bind", tree, tree] : []),
      ...(scratch === undefined ? [] : [...size, "--tmpfs", scratch]),
      ...["--dir", kit, "--remount-ro", "/dev", "--remount-ro", "/"],
      ...["--chdir", kit],
    ];
  }
}

const namespaces: readonly string[] = [
  "--unshare-user",
  "--unshare-ipc",
  "--unshare-pid",
  "--unshare-net",
  "--unshare-uts",
  "--unshare-cgroup-try",
  "--hostname",
  "grading",
  "--cap-drop",
  "ALL",
  "--die-with-parent",
];

function readOnly(path: string, at = path): string[] {
  return ["--ro-bind", path, at];
}

/** A folder of the system, which some systems have as a link into `/usr`. */
function asItIs(path: string): string[] {
  if (!existsSync(path)) return [];
  return lstatSync(path).isSymbolicLink()
    ? ["--symlink", readlinkSync(path), path]
    : readOnly(path);
}

function openFilter(): number | undefined {
  const bytes = refusesNewProcesses();
  if (bytes === undefined) return undefined;
  const file = join(tmpdir(), `cmud-filter-${process.pid}-${++filters}`);
  writeFileSync(file, bytes, { mode: 0o600, flag: "wx" });
  try {
    return openSync(file, "r");
  } finally {
    unlinkSync(file);
  }
}

let filters = 0;
