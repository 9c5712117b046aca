/** What staging and handing in must know about an assignment. Plain data. */
export interface TreeSpec {
  /** The assignment's name on the command line, such as `cmud`. */
  readonly id: string;
  /** The layers of the given tree; each layer is laid over the ones before it. */
  readonly layers: readonly Layer[];
  /** The folder of the reference solution, relative to the kit. */
  readonly solution: string;
  /** In the order in which they are listed. All other files of the layers are given. */
  readonly studentFiles: readonly StudentFile[];
  /** The folders of the tree in which students may put files of their own. */
  readonly openFolders: readonly string[];
  /** How many submissions count for each deadline. */
  readonly submissionsPerDeadline: number;
}

/** A folder of the kit that becomes part of a given tree. */
export interface Layer {
  /** A folder of the kit, such as `starter`. */
  readonly from: string;
  /** Where in the tree its content goes; default: to the top. */
  readonly to?: string;
  /** The folders and files at its top that are taken; default: all. */
  readonly only?: readonly string[];
}

/** A file that the students finish. */
export interface StudentFile {
  /** Relative to the tree, with forward slashes. */
  readonly path: string;
  /** The name of the first part for which it is needed. */
  readonly dueFor: string;
}
