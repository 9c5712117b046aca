import { actorClock } from "./rules/actor_clock.js";
import { actorGlobals } from "./rules/actor_globals.js";
import { actorIo } from "./rules/actor_io.js";
import { actorModuleState } from "./rules/actor_module_state.js";
import { actorPromises } from "./rules/actor_promises.js";
import { actorTimers } from "./rules/actor_timers.js";
import { noConsole } from "./rules/no_console.js";
import { noTodo } from "./rules/no_todo.js";
import type { Rule } from "./rule.js";

/** The rules that hold for the code that actors run. */
export const actorRules: Readonly<Record<string, Rule>> = {
  "actor-clock": actorClock,
  "actor-globals": actorGlobals,
  "actor-io": actorIo,
  "actor-module-state": actorModuleState,
  "actor-promises": actorPromises,
  "actor-timers": actorTimers,
};

/** Every rule of the kit's own, by its name behind `kit/`. */
export const kitRules: Readonly<Record<string, Rule>> = {
  ...actorRules,
  "no-console": noConsole,
  "no-todo": noTodo,
};
