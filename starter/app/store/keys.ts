/**
 * Where everything is in the store. Every key has one writer, the player whose key (name in lower case) is in it, so
 * under last writer wins nothing is lost when several players act at once:
 *
 * - `player/<player>/sheet` all about a player, `session` who plays it, `beat` a sign of life
 * - `work/<problem>/<player>` the player's total work on a problem; a problem's state is the sum of all of them
 * - `chat/<player>/<slot>` and `news/<player>/<slot>` what the player said and did last, in a ring of slots
 */
export const keys = {
  sheet: (player: string): string => `player/${player}/sheet`,
  session: (player: string): string => `player/${player}/session`,
  beat: (player: string): string => `player/${player}/beat`,
  work: (problem: string, player: string): string => `work/${problem}/${player}`,
  chat: (player: string, slot: number): string => `chat/${player}/${slot}`,
  news: (player: string, slot: number): string => `news/${player}/${slot}`,
} as const;

/** The prefixes under which all of it is found. */
export const prefixes: readonly string[] = ["player/", "work/", "chat/", "news/"];

/** How many of the latest items every player keeps of chat, and of news. The store cannot delete, only overwrite. */
export const ringSlots = 8;
