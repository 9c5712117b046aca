/** What the checks that run no code must know about an assignment, besides its files. Plain data. */
export interface StaticSpec extends LintSpec {
  /** In the order in which they are due. */
  readonly parts: readonly { readonly name: string }[];
  /** The comment that describes the students' design; undefined when the assignment asks for none. */
  readonly designComment: DesignCommentSpec | undefined;
  readonly tests: readonly TestEntries[];
}

/** The comment that people read and grade. */
export interface DesignCommentSpec {
  /** The student file that holds it. */
  readonly file: string;
  /** The section of the handout about it. */
  readonly section: string;
  /** The part with which it is due. */
  readonly dueFor: string;
  /** What it describes, in words, such as "sync strategy". */
  readonly about: string;
  /** The words of which it has to use every one, such as "local" and "remote". */
  readonly mustName: readonly string[];
}

/** What the linter must know about an assignment. */
export interface LintSpec {
  readonly sections: RuleSections;
  /** Classes of student files that run outside actors, even if the same file declares an actor. */
  readonly outsideActors: readonly string[];
}

/** The sections of the handout with the rules of all code of students, for messages. */
export interface RuleSections {
  /** What actors may do and what not. */
  readonly actors: string;
  /** What is printed, and where. */
  readonly output: string;
}

/** What must be loadable so that a test can run. */
export interface TestEntries {
  readonly id: string;
  readonly parts: readonly string[];
  /** The modules of the tree that the test loads first, without their extension, such as `actor/mailbox`. */
  readonly entries: readonly string[];
}
