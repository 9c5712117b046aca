/**
 * Goal: nothing in the assignment, and in the doc comments of the files that students write, is promised or demanded
 * without a test. Method: the table is held against the sentences as they are.
 */
import { cmud } from "../../../grader/labs/cmud/lab.js";
import { promises } from "../../../grader/labs/cmud/promises.js";
import { mutants } from "../mutants/catalogue.js";
import { describePromises } from "./describe_promises.js";

describe("what the assignment says", () => {
  describePromises(cmud, promises, mutants);
});
