/**
 * Goal: nothing in the assignment about session guarantees, and in the doc comments of the files that students write, is
 * promised or demanded without a test. Method: the table is held against the sentences as they are.
 */
import { promises } from "../../../grader/labs/sessions/promises.js";
import { sessions } from "../../../grader/labs/sessions/lab.js";
import { wrong } from "../sessions/wrong.js";
import { slowMaster, wrongMasters } from "../sessions/wrong_masters.js";
import { describePromises } from "./describe_promises.js";

describe("what the assignment about session guarantees says", () => {
  describePromises(sessions, promises, [...wrong, ...wrongMasters, slowMaster]);
});
