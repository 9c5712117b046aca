/**
 * Goal: reports that programs read hold no colours, and people see them. Method: the choice for every kind of stream
 * and environment.
 */
import { expect } from "chai";
import { colorsFor } from "../../../grader/report/colors.js";

describe("The colours of a report", () => {
  const coloured = (isTTY: boolean, env: NodeJS.ProcessEnv): boolean =>
    colorsFor({ isTTY }, env).isColorSupported;

  it("are for terminals, also where CI is set", () => {
    expect(coloured(true, {})).to.equal(true);
    expect(coloured(false, {})).to.equal(false);
    expect(coloured(false, { CI: "true" })).to.equal(false);
    expect(coloured(true, { TERM: "dumb" })).to.equal(false);
  });

  it("follow NO_COLOR and FORCE_COLOR", () => {
    expect(coloured(true, { NO_COLOR: "1" })).to.equal(false);
    expect(coloured(false, { FORCE_COLOR: "1" })).to.equal(true);
    expect(coloured(true, { FORCE_COLOR: "0" })).to.equal(false);
    expect(coloured(false, { FORCE_COLOR: "1", NO_COLOR: "1" })).to.equal(false);
  });
});
