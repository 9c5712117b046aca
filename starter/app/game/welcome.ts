import { latelyView } from "../view/news_view.js";
import type { Scene } from "../view/scene.js";
import { count, wrap } from "../view/text.js";
import { rankAt } from "../world/ranks.js";
import { beginning } from "../world/story.js";
import type { Entrance } from "./enter.js";

/** How much of what happened lately somebody reads who comes back. */
const linesOfPast = 5;

/** What a player reads first. */
export function welcome({ isNew, minedMeanwhile }: Entrance, scene: Scene): string {
  const { me, paint, width } = scene;
  const help = paint.faint("(help lists the commands, Tab completes them)");
  if (isNew) {
    const story = beginning.map((paragraph) => wrap(paragraph, width));
    return [`Welcome, ${paint.player(me.name)}!`, "", story.join("\n\n"), "", help].join("\n");
  }
  const lately = latelyView(scene, linesOfPast);
  return [
    `Welcome back, ${paint.player(me.name)}, ${paint.title(rankAt(me.rank).title)}.`,
    ...(minedMeanwhile > 0
      ? [`Your machines have mined ${paint.coins(count(minedMeanwhile, "coin"))} meanwhile.`]
      : []),
    ...(lately === "" ? [] : ["Lately:", lately]),
    help,
  ].join("\n");
}
