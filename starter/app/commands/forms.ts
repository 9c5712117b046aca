/** How a command is written, and what it does. */
export interface Form {
  readonly name: string;
  /** Other names for it. */
  readonly aliases: readonly string[];
  /** What follows the name. */
  readonly args: string;
  readonly summary: string;
  readonly group: "World" | "Career" | "Others" | "Game";
}

/** All commands, in the order in which help lists them. */
export const forms = [
  form("World", "look", ["l"], "", "see where you are, and who else is"),
  form("World", "go", ["walk"], "PLACE", "walk there; or north, east, south, west"),
  form("World", "map", [], "", "see all places and all players"),
  form("World", "problems", ["board"], "", "see what everybody works on"),
  form("Career", "mine", ["m"], "", "mine a block by hand"),
  form("Career", "solve", ["s", "work"], "", "attempt the problem of the place; answer its puzzle"),
  form("Career", "shop", [], "", "see what there is to buy"),
  form("Career", "buy", ["b"], "GOOD", "buy something where it is sold"),
  form("Career", "apply", [], "", "ask the registrar for the next rank"),
  form("Career", "next", ["hint"], "", "be told what to do next"),
  form("Career", "stats", ["me"], "", "see your coins, insight and rank"),
  form("Career", "inventory", ["i", "inv"], "", "see what you own"),
  form("Others", "who", ["players"], "", "see all players"),
  form("Others", "say", ["'"], "TEXT", "talk to those in the same place"),
  form("Others", "shout", [], "TEXT", "talk to everybody"),
  form("Others", "tell", ["t"], "PLAYER TEXT", "talk to one player"),
  form("Others", "emote", [":"], "TEXT", "do something harmless: emote waves"),
  form("Others", "give", [], "PLAYER COINS", "give a player coins"),
  form("Others", "news", [], "", "see what happened lately"),
  form("Game", "help", ["?"], "[COMMAND]", "see this list"),
  form("Game", "quit", ["exit", "q"], "", "leave; your career waits for you"),
] as const;

/** The name of a command. */
export type CommandName = (typeof forms)[number]["name"];

/** All names, without aliases. */
export const commandNames: readonly CommandName[] = forms.map(({ name }) => name);

function form<N extends string>(
  group: Form["group"],
  name: N,
  aliases: readonly string[],
  args: string,
  summary: string,
): Form & { readonly name: N } {
  return { group, name, aliases, args, summary };
}
