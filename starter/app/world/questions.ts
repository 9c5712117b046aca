/** A question with one right choice; the first choice is the right one, and they are shuffled before they are shown. */
export interface Question {
  /** The lowest level of problems at which it is asked. */
  readonly level: number;
  readonly ask: string;
  readonly choices: readonly [string, string, string];
  readonly because: string;
}

/** The questions that were written by hand. */
export const questions: readonly Question[] = [
  {
    level: 1,
    ask: "An actor wants to know another actor's counter. What does it do?",
    choices: [
      "it sends a message that asks, and goes on",
      "it reads the counter, quickly",
      "it waits in a loop until the counter changes",
    ],
    because: "actors share nothing; an answer is a message too",
  },
  {
    level: 1,
    ask: "What does a mailbox without bounds do when its reader is slow?",
    choices: ["it grows", "it makes the sender wait", "it drops the oldest message"],
    because: "push never waits, and nothing is dropped",
  },
  {
    level: 1,
    ask: "A message is delivered at most once. How often may it arrive?",
    choices: ["never, or once", "once, exactly", "once, or more often"],
    because: "at most leaves room for not at all",
  },
  {
    level: 1,
    ask: "Why do players prefer a server nearby?",
    choices: ["light is slow", "its data are fresher", "the others have fewer ports"],
    because: "half way round the earth and back takes light in glass 200 ms",
  },
  {
    level: 1,
    ask: "Which of these can be done twice without harm?",
    choices: ["put door open", "add 1 to the score", "append a line to the log"],
    because: "it is idempotent: the second time changes nothing",
  },
  {
    level: 2,
    ask: "Two players put the same key at once, on two servers, and last writer wins. What is lost?",
    choices: ["one of the two values", "nothing, they are merged", "the key"],
    because: "all agree on one value; the other one might as well not have been written",
  },
  {
    level: 2,
    ask: "How do many players count together without losing a count, in a store that only has put?",
    choices: [
      "each puts a total under a key of their own, and readers add up",
      "each reads the count and puts one more",
      "the fastest player counts for all",
    ],
    because: "nobody overwrites anybody: that is a grow-only counter, and this game works so",
  },
  {
    level: 2,
    ask: "All replicas agree once the puts have stopped for a while. What is that called?",
    choices: ["eventual consistency", "linearizability", "a coincidence"],
    because: "it says nothing of what is read meanwhile",
  },
  {
    level: 2,
    ask: "Why do servers break ties between equal timestamps in the same way everywhere?",
    choices: [
      "or replicas would disagree for ever",
      "or the clock would stop",
      "or the older value would be lost",
    ],
    because: "which value wins matters less than that it is the same one everywhere",
  },
  {
    level: 3,
    ask: "The network splits, and both halves go on taking puts. What have you given up?",
    choices: ["consistency", "availability", "tolerance of partitions"],
    because: "the halves cannot know of each other's puts until the split heals",
  },
  {
    level: 3,
    ask: "A reply does not come before its deadline. Was the request carried out?",
    choices: ["it may have been", "no", "yes, the reply was lost"],
    because: "from outside slow, lost and dead look the same",
  },
  {
    level: 3,
    ask: "A server's clock is five minutes ahead. What happens under last writer wins?",
    choices: [
      "for five minutes nobody else's puts win over its own",
      "its puts always lose",
      "its puts take five minutes to arrive",
    ],
    because: "a timestamp from the future beats every one from now",
  },
  {
    level: 3,
    ask: "You read your own put on another server and get the old value. Which guarantee would have helped?",
    choices: ["read your writes", "monotonic writes", "last writer wins"],
    because: "it is one of the session guarantees; this client remembers what it wrote instead",
  },
  {
    level: 4,
    ask: "Merging is commutative, associative and idempotent. What may the network do?",
    choices: [
      "reorder and repeat messages",
      "change messages",
      "lose messages for ever without harm",
    ],
    because: "order and repetition do not matter; but what never arrives cannot be merged",
  },
  {
    level: 4,
    ask: "How many of seven replicas may fail while a majority still answers?",
    choices: ["three", "four", "two"],
    because: "four of seven are a majority",
  },
  {
    level: 4,
    ask: "Deterministic, asynchronous, one process may crash: what cannot be guaranteed?",
    choices: ["consensus", "a broadcast to those that live", "a counter that grows"],
    because: "Fischer, Lynch and Paterson proved it in 1985",
  },
  {
    level: 5,
    ask: "A problem is in NP. What is short?",
    choices: [
      "the check of a solution",
      "the search for a solution",
      "the list of those who have tried",
    ],
    because: "NP asks for a certificate that can be checked in polynomial time",
  },
  {
    level: 5,
    ask: "What did the halting problem prove about debuggers?",
    choices: [
      "none can tell for every program whether it ends",
      "they are slower than the program",
      "they need a second computer",
    ],
    because: "such a debugger, run on itself, would contradict itself",
  },
];
