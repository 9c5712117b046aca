/** Goal: code under test can foresee no value, and nobody else notices. Method: made-up scenarios and histories. */
import { expect } from "chai";
import { SealedValues } from "../../../grader/suite/sealed_values.js";

const scenario = {
  steps: [{ do: "put", key: "k", value: "~k.1~" }],
  entries: ["~k.1~", "~k.10~", "plain"],
};

describe("Sealed values", () => {
  it("have endings that differ from run to run, and equal ones where they were equal", () => {
    const sealed = new SealedValues().seal(scenario);
    const [first, second, third] = sealed.entries;
    expect(first).to.match(/^~k\.1-[0-9a-z]{4}~$/);
    expect(sealed.steps[0]).to.deep.equal({ do: "put", key: "k", value: first });
    expect([second?.slice(0, 6), third]).to.deep.equal(["~k.10-", "plain"]);
    const others = Array.from({ length: 20 }, () => new SealedValues().seal(scenario).entries[0]);
    expect(new Set([first, ...others]).size).to.be.greaterThan(1);
  });

  it("have none in what was seen, also within texts", () => {
    const values = new SealedValues();
    const { entries } = values.seal(scenario);
    const seen = { text: `["${entries[0]}","${entries[1]}"]`, at: 3, nothing: null, entries };
    expect(values.unseal(seen)).to.deep.equal({
      ...{ text: '["~k.1~","~k.10~"]', at: 3, nothing: null },
      entries: scenario.entries,
    });
  });

  it("are marked as made up where nobody has put them", () => {
    const values = new SealedValues();
    values.seal(scenario);
    expect(values.unseal({ value: "~k.1~" })).to.deep.equal({ value: "~k.1-made-up~" });
  });
});
