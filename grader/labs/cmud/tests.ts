import { runsOf } from "./runs.js";
import type { CourseLimits, CourseTest, TestRow } from "./types.js";
import { syncTests } from "./sync_tests.js";

/** Every test of the course, in the order in which they are reported; their texts name the course's limits. */
export function testsWith(limits: CourseLimits): CourseTest[] {
  const rows = [
    ...clientTests(),
    ...mailboxTests(),
    ...oneActorTests(),
    ...remoteTellTests(),
    ...syncTests(limits),
  ];
  return rows.map((row) => ({ ...row, runs: runsOf(row.id) }));
}

function clientTests(): TestRow[] {
  const common = {
    parts: ["checkpoint"],
    group: "Client",
    points: 1,
    section: "6.1",
    file: "kvclient/client.ts",
  } as const;
  return [
    {
      ...common,
      id: "ClientGet",
      goal: "Calls client.get against query servers that the test plays itself: for a key that is there, one that is not, one whose value is empty, and against a server that answers with an error.",
      rule: "A get is one query.get RPC with the key, and its result is the value, or undefined when the key is not present.",
    },
    {
      ...common,
      id: "ClientList",
      goal: "Calls client.list against a query server that the test plays itself, for three prefixes, and once with a router that names a server that does not run.",
      rule: "A list is one query.list RPC with the prefix, and its result holds exactly the entries of the reply.",
    },
    {
      ...common,
      id: "ClientPut",
      goal: "Calls client.put against a query server that the test plays itself, and against one whose connections are cut while the call is under way.",
      rule: "A put is one query.put RPC with the key and the value, and is fulfilled when the server has answered.",
    },
    {
      ...common,
      id: "ClientBalance",
      goal: "Makes six calls with a router that names three query servers in turn.",
      rule: "The client asks its router before every call and sends that call to the server that was named, so each gets exactly its one.",
    },
    {
      ...common,
      id: "ClientSequential",
      goal: "Makes three gets, one after the other, on one client; one more while the server is away, and two when it is back.",
      rule: "Every call is one RPC of its own; nothing is cached and nothing is sent twice.",
    },
    {
      ...common,
      id: "ClientConcurrent",
      goal: "Makes eight calls at once, three gets first, against a query server that answers only after two seconds.",
      rule: "Any number of calls may be under way at the same time; none waits for another.",
    },
  ];
}

function mailboxTests(): TestRow[] {
  const common = {
    parts: ["checkpoint"],
    group: "Mailbox",
    points: 1,
    section: "4.2",
    file: "actor/mailbox.ts",
  } as const;
  return [
    {
      ...common,
      id: "MailboxBasic1",
      goal: "Pushes one value and pops it.",
      rule: "What is pushed can be popped.",
    },
    {
      ...common,
      id: "MailboxBasic2",
      goal: "For every count from 1 to 99, pushes that many values and pops as many.",
      rule: "A mailbox is first in, first out.",
    },
    {
      ...common,
      id: "MailboxBasic3",
      goal: "Lets two producers push 100 values each while 200 values are popped.",
      rule: "No value is lost or doubled, and the values of each producer stay in order.",
    },
    {
      ...common,
      id: "MailboxPushBlock",
      goal: "Pushes 10,000 values while nobody pops, and then pops them all; does so with 100,000, of which it pops some.",
      rule: "A mailbox is unbounded: push never waits, however full the mailbox is.",
    },
    {
      ...common,
      id: "MailboxPopBlock",
      goal: "Pops from an empty mailbox, looks whether the pop waits, and then closes the mailbox.",
      rule: "A pop on an empty mailbox waits for a value, and close releases every pop that waits.",
    },
    {
      ...common,
      id: "MailboxClosePush",
      goal: "Pushes, closes, pushes again, and pops twice.",
      rule: "Once a mailbox is closed, every pop says so, even if values were left in it, and push does nothing.",
    },
    {
      ...common,
      id: "MailboxMultiple",
      goal: "Uses two mailboxes side by side.",
      rule: "Mailboxes do not interfere: what one gets, or that it is closed, does not show in another.",
    },
  ];
}

function oneActorTests(): TestRow[] {
  const common = {
    parts: ["checkpoint", "final"],
    group: "OneActor",
    points: 1,
    section: "3.1",
    file: "kvserver/query_actor.ts",
  } as const;
  const throughActor = " Every query reaches the actor by a tell and comes back on a channel ref.";
  return [
    {
      ...common,
      id: "OneActorGet",
      goal: "Starts one server with one query actor and gets a key from the empty store.",
      rule: "A key that was never put is not present." + throughActor,
    },
    {
      ...common,
      id: "OneActorPut1",
      goal: "Puts a key and gets it.",
      rule: "A get shows the value of the put before it." + throughActor,
    },
    {
      ...common,
      id: "OneActorPut2",
      goal: "Overwrites one key ten times and reads every value back.",
      rule: "A put is answered only when the actor has applied it, and the later of two puts wins, also within one millisecond.",
    },
    {
      ...common,
      id: "OneActorList1",
      goal: "Puts a key, lists all keys, and lists a prefix that no key has.",
      rule:
        "A list shows the entries whose keys start with the prefix; the empty prefix stands for all." +
        throughActor,
    },
    {
      ...common,
      id: "OneActorList2",
      goal: "Puts eight keys in two trees and lists three prefixes.",
      rule:
        "A list shows all entries whose keys start with the prefix, and no others." + throughActor,
    },
    {
      ...common,
      id: "OneActorTrace",
      goal: "Does a dozen gets, puts and lists in one order, with overwrites.",
      rule:
        "Every query is answered from the state that the queries before it left." + throughActor,
    },
    {
      ...common,
      id: "OneActorMultiClient1",
      goal: "Puts from one client and gets from another.",
      rule: "Clients of one query actor see one store." + throughActor,
    },
    {
      ...common,
      id: "OneActorMultiClient2",
      goal: "Lets four clients put at once, and then all of them read everything.",
      rule: "Queries of several clients at once are all answered, and none is lost." + throughActor,
    },
  ];
}

function remoteTellTests(): TestRow[] {
  const common = {
    parts: ["final"],
    group: "RemoteTell",
    points: 1,
    section: "4.2",
    file: "actor/remote_tell.ts",
  } as const;
  return [
    {
      ...common,
      id: "RemoteTellBasic",
      goal: "Sends one message from an actor of one system to an actor of another.",
      rule: "A message to a remote actor is delivered, within four times the one-way latency.",
    },
    {
      ...common,
      id: "RemoteTellOrder",
      goal: "Sends five messages from one actor to a remote one.",
      rule: "Messages from one actor to another arrive in the order in which they were sent, each at most once.",
    },
    {
      ...common,
      id: "RemoteTellNoBlock",
      goal: "Sends five messages at once and measures until the last one has arrived.",
      rule: "remoteTell does not wait for replies: all messages arrive within four times the one-way latency.",
    },
  ];
}
