/**
 * The keys of the game's data. Each key has one writer, the player whose key (the name in lower case) it contains. So
 * nothing is lost under last writer wins, even when several players act at the same time:
 *
 * - `player/<player>/sheet`: everything about a player; `session`: who plays it; `beat`: the player's heartbeat
 * - `work/<problem>/<player>`: the player's total work on a problem; a problem's progress is the sum over all players
 * - `chat/<player>/<slot>` and `news/<player>/<slot>`: what the player said and did last, in a ring of slots
 */
export const keys = {
  sheet: (player: string): string => `player/${player}/sheet`,
  session: (player: string): string => `player/${player}/session`,
  beat: (player: string): string => `player/${player}/beat`,
  work: (problem: string, player: string): string => `work/${problem}/${player}`,
  chat: (player: string, slot: number): string => `chat/${player}/${slot}`,
  news: (player: string, slot: number): string => `news/${player}/${slot}`,
} as const;

/** The prefixes of all keys. */
export const prefixes: readonly string[] = ["player/", "work/", "chat/", "news/"];

/** The number of chat items, and of news items, that each player keeps. The store cannot delete, only overwrite. */
export const ringSlots = 8;
