/**
 * Node's own timers, as they were before anybody replaced them: what the simulation itself runs on while code under test
 * sees virtual ones.
 */
export const real = {
  setImmediate: globalThis.setImmediate,
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
};
