/** The banner. Plain ASCII, narrower than any terminal. */
export const logo = String.raw`
   _____  __  __  _   _  ____
  / ____||  \/  || | | ||  _ \
 | |     | \  / || | | || | | |
 | |____ | |\/| || |_| || |_| |
  \_____||_|  |_| \___/ |____/`;

/** The line below the banner. */
export const subtitle = "A world for many players on many servers, kept in your key-value store.";

/** The introduction for new players, by paragraphs. */
export const beginning: readonly string[] = [
  "It is 2010. You are enrolled at the university to study computer science, you have read the first third of the " +
    "reading list, and you sit in on a course about distributed systems that is meant for students two years above you.",
  "Half of the front row is not listening. They whisper about a new kind of coin, one that is made of bits and that a " +
    "computer can dig up by guessing. You look at the old laptop that you brought from home. It has a fan. It can guess.",
  "Above you there are eight ranks, and a tower. Coins buy hardware, hardware wears problems down, and the problems " +
    "belong to everybody: what one of you solves is solved for all.",
];

/** Printed for everyone when the hardest problem is solved for the first time. */
export const towerFell =
  "Bells. Somebody up in the tower has put down the chalk: P versus NP is settled. Nobody agrees yet which way, but all " +
  "replicas will.";
