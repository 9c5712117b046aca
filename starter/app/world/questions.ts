import { blocks } from "./blocks.js";

/** A multiple-choice question. The first choice is the right one; they are shuffled before they are shown. */
export interface Question {
  /** The lowest problem level that asks it. */
  readonly level: number;
  readonly ask: string;
  readonly choices: readonly [string, string, string];
  readonly because: string;
}

/** The written questions: level and question, the right choice, two wrong ones, and the reason. */
export const questions: readonly Question[] = blocks(`
1 An actor wants to know another actor's counter. What does it do?
it sends a message that asks, and goes on
it reads the counter, quickly
it waits in a loop until the counter changes
actors share nothing; an answer is a message too

1 What does a mailbox without bounds do when its reader is slow?
it grows
it makes the sender wait
it drops the oldest message
push never waits, and nothing is dropped

1 A message is delivered at most once. How often may it arrive?
never, or once
once, exactly
once, or more often
at most leaves room for not at all

1 Why do players prefer a server nearby?
light is slow
its data are fresher
the others have fewer ports
half way round the earth and back takes light in glass 200 ms

1 Which of these can be done twice without harm?
put door open
add 1 to the score
append a line to the log
it is idempotent: the second time changes nothing

2 Two players put the same key at once, on two servers, and last writer wins. What is lost?
one of the two values
nothing, they are merged
the key
all agree on one value; the other one might as well not have been written

2 How do many players count together without losing a count, in a store that only has put?
each puts a total under a key of their own, and readers add up
each reads the count and puts one more
the fastest player counts for all
nobody overwrites anybody: that is a grow-only counter, and this game works so

2 All replicas agree once the puts have stopped for a while. What is that called?
eventual consistency
linearizability
a coincidence
it says nothing of what is read meanwhile

2 Why do servers break ties between equal timestamps in the same way everywhere?
or replicas would disagree for ever
or the clock would stop
or the older value would be lost
which value wins matters less than that it is the same one everywhere

3 The network splits, and both halves go on taking puts. What have you given up?
consistency
availability
tolerance of partitions
the halves cannot know of each other's puts until the split heals

3 A reply does not come before its deadline. Was the request carried out?
it may have been
no
yes, the reply was lost
from outside slow, lost and dead look the same

3 A server's clock is five minutes ahead. What happens under last writer wins?
for five minutes nobody else's puts win over its own
its puts always lose
its puts take five minutes to arrive
a timestamp from the future beats every one from now

3 You read your own put on another server and get the old value. Which guarantee would have helped?
read your writes
monotonic writes
last writer wins
it is one of the session guarantees; this client remembers what it wrote instead

4 Merging is commutative, associative and idempotent. What may the network do?
reorder and repeat messages
change messages
lose messages for ever without harm
order and repetition do not matter; but what never arrives cannot be merged

4 How many of seven replicas may fail while a majority still answers?
three
four
two
four of seven are a majority

4 Deterministic, asynchronous, one process may crash: what cannot be guaranteed?
consensus
a broadcast to those that live
a counter that grows
Fischer, Lynch and Paterson proved it in 1985

5 A problem is in NP. What is short?
the check of a solution
the search for a solution
the list of those who have tried
NP asks for a certificate that can be checked in polynomial time

5 What did the halting problem prove about debuggers?
none can tell for every program whether it ends
they are slower than the program
they need a second computer
such a debugger, run on itself, would contradict itself
`).map(([head = "", right = "", wrong = "", alsoWrong = "", because = ""]) => {
  const [, level = "", ask = ""] = /^(\d) (.*)$/.exec(head) ?? [];
  return { level: Number(level), ask, choices: [right, wrong, alsoWrong], because };
});
