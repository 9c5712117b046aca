/**
 * Goal: nothing in the assignment about the replicated store, and in the doc comments of the files that students write,
 * is promised or demanded without a test. Method: the table is held against the sentences as they are.
 */
import { replicas } from "../../../grader/labs/replicas/lab.js";
import { promises } from "../../../grader/labs/replicas/promises.js";
import { wrongSolutions } from "../replicas/wrong.js";
import { describePromises } from "./describe_promises.js";

describe("what the assignment about the replicated store says", () => {
  describePromises(replicas, promises, wrongSolutions);
});
