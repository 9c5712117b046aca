/** The kinds of walls, the strongest first. */
export const wallKinds = ["bubblewrap", "user", "none"] as const;

/**
 * What keeps a process from the rest of the machine:
 *
 * - `bubblewrap`: namespaces of its own, in which nothing exists but what it may read, and a system call filter that
 *   refuses to start processes unless they are allowed. Linux, where the program `bwrap` is installed and allowed.
 * - `user`: a user of its own, who can read nothing of the kit but what it may read, and can write nowhere but in its
 *   scratch folder. POSIX, where the grader runs as root.
 * - `none`: nothing; it can do what the grader's user can do.
 */
export type WallKind = (typeof wallKinds)[number];

/** What a process behind a wall may reach, and how much it may use. */
export interface Reach {
  /** The folder of the kit. What is in it and not named below is out of reach. */
  readonly kit: string;
  /** The files and folders that it may read, as absolute paths. */
  readonly read: readonly string[];
  /** The folder of the hand-in's staged tree, which it may read; no other tree. */
  readonly tree: string;
  /** Whether it may write into {@link Reach.tree}. Default: false. */
  readonly writesTree?: boolean;
  /** A folder that it may write and that ends with it. It does not exist before. Default: none. */
  readonly scratch?: string;
  readonly limits: Limits;
}

/** How much a process may use. Enforced by the system where it can. */
export interface Limits {
  /** Of each process: its data, that is heaps, buffers and the stacks of threads. */
  readonly memoryMiB: number;
  /** How many threads it starts that run JavaScript, beside its first; default: 1. */
  readonly threads?: number;
  /** Processor time of all threads together; default: unlimited. */
  readonly cpuSeconds?: number;
}

/** A command that starts a process behind a wall, and what is left to do at its end. */
export interface Enclosed {
  readonly command: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
  /** File descriptors that the process inherits, from 4 on; whoever starts it closes them. */
  readonly fds: readonly number[];
  /** Whether nothing that the process has started can outlive it. */
  readonly endsWithProcess: boolean;
  /** Removes what is left when the process has ended: processes, and its scratch folder. Idempotent. */
  end(): Promise<void>;
}

/** A wall of one kind. */
export interface Wall {
  readonly kind: WallKind;
  /** Encloses one process that runs a command of absolute paths. */
  enclose(command: readonly string[], reach: Reach): Promise<Enclosed>;
}
