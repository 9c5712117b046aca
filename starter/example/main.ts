/**
 * The counter example: starts an actor system and a counter, sends it messages, and gets the count back.
 * It works as soon as you have written `actor/mailbox.ts`. Feel free to copy and change it.
 */
import { hideBin } from "yargs/helpers";
import { ActorSystem } from "../actor/actor_system.js";
import { installPlatform } from "../platform/current.js";
import { createNodePlatform } from "../platform/node_platform.js";
import { parserOf, runProgram } from "../program.js";
import { CounterActor, type Count } from "./counter_actor.js";

// Every program begins like this: it uses the real clock, threads and network.
installPlatform(createNodePlatform({ host: "example" }));

await runProgram("example", async () => {
  // There is nothing to choose, but `--help` prints what the program does.
  const usage = "\n\nStarts a counter actor, adds 1, 2 and 3, and prints the count.";
  await parserOf("example", hideBin(process.argv), usage).strict().parse();
  await count();
  return undefined;
});

async function count(): Promise<void> {
  // The port is for messages from actors on other servers. There are none here, so any free port (0) will do.
  const system = await ActorSystem.start(0);
  try {
    // Exceptions of actors arrive here. Without a handler they are printed, and we would wait for the reply for ever.
    const failure = new Promise<never>((_, reject) => {
      system.onError(reject);
    });

    // Pass the class, not an instance: the actor is created on a thread of its own. We get a ref to send messages to.
    const counter = await system.startActor(CounterActor);

    // Telling never waits. Messages from here to this actor arrive in this order.
    for (const value of [1, 2, 3]) system.tell(counter, { type: "add", value });

    // To get a reply, we need a ref to which the actor can send it: a channel, which accepts one message.
    const channel = system.newChannelRef<Count>();
    system.tell(counter, { type: "get", replyTo: channel.ref });

    // Waiting is allowed here, because this code is outside actors.
    const reply = await Promise.race([channel.first, failure]);
    console.log(`1 + 2 + 3 = ${reply.count}, says the counter ${counter.address}/${counter.id}`);
  } finally {
    // Ends the actors' threads and connections. Without this the program would not exit.
    await system.close();
  }
}
