/** Loaded before the tests by `npm run test:mutants`: asks for all wrong solutions and all designs. */
process.env["CMUD_ALL_MUTANTS"] = "1";
