import type { Step } from "./scenario.js";

/** What a step is about, for people: "putting a = 1 at s1/0". */
export function stepInWords(step: Step): string {
  switch (step.do) {
    case "wait":
      return `waiting ${step.ms} ms`;
    case "parallel":
      return `running ${step.branches.length} things side by side`;
    case "paced":
      return `doing something every ${step.everyMs} ms`;
    case "mark":
      return `marking "${step.name}"`;
    case "startServer":
      return `starting server ${step.server} with ${step.actors} query ${step.actors === 1 ? "actor" : "actors"}`;
    case "closeServer":
      return `closing server ${step.server}`;
    case "latency":
      return `setting the latency between servers to ${step.ms} ms`;
    case "stats":
      return "asking every server's actors for their counters";
    case "get":
      return `getting ${step.key} at ${step.at}`;
    case "put":
      return `putting ${step.key} = ${step.value} at ${step.at}`;
    case "list":
      return `listing "${step.prefix}" at ${step.at}`;
    case "startFake":
      return `starting the simulated query server ${step.fake}`;
    case "stopFake":
      return `stopping the simulated query server ${step.fake}`;
    case "newClient":
      return `making client ${step.client}`;
    case "closeClient":
      return `closing client ${step.client}`;
    case "call":
      return callInWords(step);
    case "newMailbox":
      return `making mailbox ${step.mailbox}`;
    case "push":
      return step.values.length === 1
        ? `pushing ${step.values.join()} to mailbox ${step.mailbox}`
        : `pushing ${step.values.length} values to mailbox ${step.mailbox}`;
    case "pop":
      return `popping from mailbox ${step.mailbox}`;
    case "closeMailbox":
      return `closing mailbox ${step.mailbox}`;
    case "startSystem":
      return `starting actor system ${step.system}`;
    case "tellRemote":
      return `letting the actor of ${step.from} tell the actor of ${step.to} ${step.messages.length} messages`;
  }
}

function callInWords(step: Step & { do: "call" }): string {
  switch (step.method) {
    case "get":
      return `client ${step.client} getting ${step.key}`;
    case "put":
      return `client ${step.client} putting ${step.key} = ${step.value}`;
    case "list":
      return `client ${step.client} listing "${step.prefix}"`;
  }
}
