/**
 * Goal: a message shows the beginnings of very long values, whatever they consist of, and everything else as it is.
 */
import { expect } from "chai";
import { withoutLongTexts } from "../../../grader/labs/sessions/reading/long_texts.js";

describe("A text for people", () => {
  it("has the beginnings of very long values", () => {
    for (const character of ["x", '"', "漢"]) {
      const long = character.repeat(5_000);
      const shown = `${character.repeat(60)}... (4940 more characters)`;
      expect(withoutLongTexts(`${long}\nput 1 k v`)).to.equal(`${shown}\nput 1 k v`);
    }
  });

  it("keeps shorter values, and lists of them", () => {
    const list = Array.from({ length: 300 }, (_, i) => `"k${i}:v"`).join(",");
    for (const text of ["x".repeat(1_000), list]) expect(withoutLongTexts(text)).to.equal(text);
  });
});
