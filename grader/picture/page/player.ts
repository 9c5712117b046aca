import { byId } from "./dom.js";
import type { RunView } from "./run_view.js";

/** How long it takes to play through what is in view, in milliseconds of real time. */
const durationMs = 12_000;

/** Lets the cursor run through time, and stops it at the end. */
export class Player {
  #frame = 0;

  /** Starts, or stops what runs. */
  toggle(view: RunView): void {
    if (this.#frame === 0) this.#start(view);
    else this.stop();
  }

  /** Stops; nothing happens when it stands still already. */
  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#show();
  }

  #start(view: RunView): void {
    const speed = view.viewMs / durationMs;
    if (view.cursorMs >= view.untilMs) view.moveTo(0);
    let lastMs: number | undefined;
    const go = (nowMs: number): void => {
      const by = (nowMs - (lastMs ?? nowMs)) * speed;
      lastMs = nowMs;
      view.moveTo(view.cursorMs + by);
      if (view.cursorMs >= view.untilMs) this.stop();
      else this.#frame = requestAnimationFrame(go);
    };
    this.#frame = requestAnimationFrame(go);
    this.#show();
  }

  #show(): void {
    byId("play", HTMLButtonElement).setAttribute("aria-pressed", String(this.#frame !== 0));
  }
}
