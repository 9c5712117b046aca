/** Loaded first, it has every attack tried, and not only the quick ones. */
process.env["CMUD_ALL_ATTACKS"] = "1";
export {};
