/**
 * What the actor system promises about children, supervision, watching and timers, as tests that hold on real threads
 * and in the simulation alike.
 */
import type { TraceEvent } from "#solution/platform/platform.js";
import { describeChildren } from "./families/children.js";
import { Family, sleep } from "./families/family.js";
import { describeStopping } from "./families/stopping.js";
import { describeSupervision } from "./families/supervision.js";
import { describeTimers } from "./families/timers.js";
import { describeWatching } from "./families/watching.js";
import { Member, type MemberMessage } from "./member.js";

/** What runs on a platform that is installed; `trace` fills with what is observed. */
export type FamilyBody = (trace: readonly TraceEvent[]) => Promise<void>;

/** Runs the body of a test. */
export type RunInWorld = (body: FamilyBody) => Promise<void>;

/** Declares the tests for one world. */
export function describeFamilies(world: string, run: RunInWorld): void {
  const test = (title: string, body: (family: Family) => Promise<void>): void => {
    it(title, () =>
      run(async (trace) => {
        const family = await Family.start(trace);
        try {
          await body(family);
        } finally {
          await family.system.close();
        }
      }),
    );
  };
  describe(`families of actors: ${world}`, function () {
    this.timeout(20_000);
    describeChildren(test);
    describeStopping(test);
    describeWatching(test);
    describeSupervision(test);
    describeTimers(test);
  });
}

/** Several children that tell, watch, repeat, fail, and end. */
export async function familyStory(trace: readonly TraceEvent[]): Promise<void> {
  const family = await Family.start(trace);
  const { system, top } = family;
  const other = await system.startActor<MemberMessage>(Member);
  for (const parent of [top, other]) {
    const one = await family.child(parent, "one that has a child");
    const two = await family.child(parent, "two");
    family.tell(one, { type: "watch", ref: two });
    family.tell(one, { type: "repeat", text: "tick", ms: 7 });
    family.tell(one, { type: "tell", to: top, texts: ["to the top"] });
    family.tell(two, { type: "throw", text: "ouch" });
    family.tell(two, { type: "later", text: "late", ms: 20 });
    await sleep(40);
    family.tell(parent, { type: "stop", who: "two" });
    await sleep(40);
  }
  await system.close();
}
