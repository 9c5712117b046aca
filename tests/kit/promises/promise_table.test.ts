/**
 * Goal: a table of promises has a gap or an error only if its check says so. Method: small pages and comments, and
 * tables with one mistake each.
 */
import { expect } from "chai";
import {
  advice,
  decided,
  everything,
  explanation,
  kept,
  problemsOf,
  rowsOf,
  type PromiseTable,
} from "../../../grader/publish/promises/promise_table.js";
import { promiseText } from "../../../grader/publish/promises/promise_text.js";
import {
  sentencesOfComments,
  sentencesOfPage,
} from "../../../grader/publish/promises/sentences.js";

const page = `
# A title that counts for nothing

Not numbered. Left out.

## 1 Puts

A Put is **shown** in \`store.ts\` within
{{limits.ms}} ms. It is never lost (not
even then). See [the page](page.md):

- one item. It has two sentences.
- another item

| what | how |
| ---- | --- |
| wait | do not |

![A figure.](figure.svg)

\`\`\`text
code: no sentence.
\`\`\`

{{tables.points}}

### 1.1 Gets

A Get answers.
`;

const sentences = sentencesOfPage(page);
const known = { tests: ["Puts1", "Gets1"], wrong: new Map([["loses-puts", ["Puts1"]]]) };

describe("the sentences of an assignment", () => {
  it("are those of its numbered sections", () => {
    expect(sentences.map(({ id, text }) => `${id} ${text}`)).to.deep.equal([
      "1:1 A Put is shown in `store.ts` within {{limits.ms}} ms.",
      "1:2 It is never lost (not even then).",
      "1:3 See the page:",
      "1:4 one item.",
      "1:5 It has two sentences.",
      "1:6 another item",
      "1:7 what — how",
      "1:8 wait — do not",
      "1:9 A figure.",
      "1.1:1 A Get answers.",
    ]);
  });

  it("are those of doc comments", () => {
    const source = `
      /** A {@link Mailbox.pop | pop}. Waits. */
      export class A {
        // No doc comment. It says nothing.
        /**
         * Goes on
         * here.
         *
         * @returns a value. And more.
         */
        b(): void {}
      }`;
    expect(
      sentencesOfComments("a.ts", source).map(({ id, text }) => `${id} ${text}`),
    ).to.deep.equal([
      "a.ts:1 A pop.",
      "a.ts:2 Waits.",
      "a.ts:3 Goes on here.",
      "a.ts:4 @returns a value.",
      "a.ts:5 And more.",
    ]);
  });
});

describe("a table of promises", () => {
  const good: PromiseTable = {
    "1": [
      decided(["A Put is shown", "It is never lost"], ["Puts1"], ["loses-puts"]),
      explanation(["See the page", "one item", "A figure", "what"], "It leads on."),
      kept("It has two sentences", "tests/kit/promises/promise_table.test.ts"),
      advice(["another item", "wait"], "Other ways are right, too."),
    ],
    "1.1": [explanation(everything, "It is an example.")],
  };

  it("has no problems if each sentence has one entry that is true", () => {
    expect(problemsOf(sentences, good, known)).to.deep.equal([]);
  });

  const wrongs: [what: string, place: string, entries: PromiseTable[string], problem: string][] = [
    ["a sentence without an entry", "1.1", [], '1.1:1 has no entry: "A Get answers."'],
    [
      "a sentence with two entries",
      "1.1",
      [advice("A Get", "a"), explanation("A Get answers", "b")],
      '1.1:1 has 2 entries: "A Get answers."',
    ],
    [
      "an entry without its sentence",
      "1.1",
      [explanation(["A Get", "A List"], "a")],
      '1.1: 0 sentences begin with "A List"',
    ],
    ["a place that is gone", "1.2", [advice("A Get", "a")], '1.2: 0 sentences begin with "A Get"'],
    ["no test", "1.1", [decided("A Get", [], ["loses-puts"])], '1.1: "A Get" names no test'],
    [
      "no wrong solution",
      "1.1",
      [decided("A Get", ["Gets1"], [])],
      '1.1: "A Get" names no wrong solution',
    ],
    [
      "a test that does not exist",
      "1.1",
      [decided("A Get", ["Puts1", "Gets2"], ["loses-puts"])],
      '1.1: "A Get": there is no test Gets2',
    ],
    [
      "a wrong solution that does not exist",
      "1.1",
      [decided("A Get", ["Gets1"], ["loses-gets"])],
      '1.1: "A Get": there is no wrong solution loses-gets',
    ],
    [
      "a wrong solution that passes all of the tests",
      "1.1",
      [decided("A Get", ["Gets1"], ["loses-puts"])],
      '1.1: "A Get": loses-puts fails none of its tests; it fails Puts1',
    ],
    [
      "a test of the kit that does not exist",
      "1.1",
      [kept("A Get", "tests/kit/none.test.ts")],
      '1.1: "A Get": there is no tests/kit/none.test.ts',
    ],
    ["no reason", "1.1", [advice("A Get", "")], '1.1: "A Get" has no reason'],
    [
      "a place that is decided as a whole",
      "1.1",
      [decided(everything, ["Gets1", "Puts1"], ["loses-puts"])],
      "1.1: what is decided must be quoted",
    ],
  ];
  for (const [what, place, entries, problem] of wrongs) {
    it(`must not contain ${what}`, () => {
      expect(problemsOf(sentences, { ...good, [place]: entries }, known)).to.include(problem);
    });
  }

  it("is printed with each sentence's number, tests and wrong solutions", () => {
    const text = promiseText(rowsOf(sentences, good));
    expect(text).to.contain("### Section 1\n");
    expect(text).to.contain(
      "| 2 | It is never lost (not even then). | Puts1<br>_broken by_ `loses-puts` |",
    );
    expect(text).to.contain("### Section 1.1\n");
    expect(text).to.contain("| 1 | A Get answers. | _explanation:_ It is an example. |");
  });
});
