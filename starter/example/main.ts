/**
 * The counter example: starts an actor system and a counter, sends it messages, and gets the count back.
 * It works as soon as `actor/mailbox.ts` is written. Feel free to copy and change it.
 */
import { hideBin } from "yargs/helpers";
import { ActorSystem } from "../actor/actor_system.js";
import { installPlatform } from "../platform/current.js";
import { createNodePlatform } from "../platform/node_platform.js";
import { parserOf, runProgram } from "../program.js";
import { CounterActor, type Count } from "./counter_actor.js";

// Every program begins so: it says that clock, threads and network are the real ones.
installPlatform(createNodePlatform({ host: "example" }));

await runProgram("example", async () => {
  // There is nothing to choose, but `--help` prints what the program does.
  const usage = "\n\nStarts a counter actor, adds 1, 2 and 3, and prints the count.";
  await parserOf("example", hideBin(process.argv), usage).strict().parse();
  await count();
  return undefined;
});

async function count(): Promise<void> {
  // The port is for messages from actors on other servers. There are none here, so any free one (0) does.
  const system = await ActorSystem.start(0);
  try {
    // What an actor throws comes here. Without a handler it is printed, and we would wait for a reply that never comes.
    const failure = new Promise<never>((_, reject) => {
      system.onError(reject);
    });

    // The class, not an object: the actor is made on a thread of its own. What we get is a ref, the name to send to.
    const counter = await system.startActor(CounterActor);

    // Telling an actor something never waits. Messages from here to there arrive in this order.
    for (const value of [1, 2, 3]) system.tell(counter, { type: "add", value });

    // To hear from an actor we need a ref that it can reply to: a channel, which takes one message.
    const channel = system.newChannelRef<Count>();
    system.tell(counter, { type: "get", replyTo: channel.ref });

    // Only out here, outside of the actors, is there anything to wait for.
    const reply = await Promise.race([channel.first, failure]);
    console.log(`1 + 2 + 3 = ${reply.count}, says the counter ${counter.address}/${counter.id}`);
  } finally {
    // Ends the actors' threads and connections. Without it the program would not end.
    await system.close();
  }
}
