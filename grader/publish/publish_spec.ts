/** What the handout and the release must know of an assignment, beside its files and tests. */
export interface PublishSpec {
  /** The course's name, for headings. */
  readonly course: string;
  /** The folder with the pages of the handout, relative to the kit. */
  readonly handout: string;
  /** The numbers and texts that pages name by their paths in it, such as `{{limits.localVisibilityMs}}`. */
  readonly values: object;
}
