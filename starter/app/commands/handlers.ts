import { adviceFor } from "../rules/advice.js";
import { problemsView, shopView } from "../view/board_view.js";
import { mapView } from "../view/map_view.js";
import { latelyView } from "../view/news_view.js";
import { placeView } from "../view/place_view.js";
import { inventoryView, playersView, statsView } from "../view/player_views.js";
import type { Scene } from "../view/scene.js";
import { wrap } from "../view/text.js";
import { apply, buy, mine, solve } from "./earning.js";
import type { CommandName } from "./forms.js";
import { helpView } from "./help.js";
import { go } from "./moving.js";
import { emote, give, say, shout, tell } from "./talking.js";
import type { Handler } from "./turn.js";

/** How many items `news` shows. */
const newsShown = 12;

/** What carries out each command; `quit` is the game's own. */
export const handlers: Readonly<Record<Exclude<CommandName, "quit">, Handler>> = {
  look: showing(placeView),
  go,
  map: showing(mapView),
  problems: showing(problemsView),
  mine,
  solve,
  shop: showing(shopView),
  buy,
  apply,
  next: showing((scene) => wrap(adviceFor(scene.me, scene.insight).text, scene.width)),
  stats: showing(statsView),
  inventory: showing(inventoryView),
  who: showing(playersView),
  say,
  shout,
  tell,
  emote,
  give,
  news: showing((scene) => latelyView(scene, newsShown) || "It has been quiet lately."),
  help: (turn, rest) => {
    turn.print(helpView(rest, turn.scene.paint));
  },
};

function showing(view: (scene: Scene) => string): Handler {
  return (turn) => {
    turn.print(view(turn.scene));
  };
}
