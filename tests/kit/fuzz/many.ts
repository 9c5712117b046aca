/** Preloaded by `npm run test:fuzz`: a thousand programs, unless CMUD_FUZZ says how many. */
process.env["CMUD_FUZZ"] ??= "1000";
