/**
 * What a screen reader hears: progress at most every 15 s, pause and abort at once.
 */

import { h } from "./dom.js";

const QUIET_MS = 15_000;

/** Two live regions, one polite and one assertive. */
export class Announcer {
  #polite = h("div", { class: "visually-hidden", "aria-live": "polite", role: "status" });
  #assertive = h("div", { class: "visually-hidden", "aria-live": "assertive", role: "alert" });
  #last = -QUIET_MS;

  constructor() {
    document.body.append(this.#polite, this.#assertive);
  }

  /** @param {string} words */
  progress(words) {
    if (performance.now() - this.#last < QUIET_MS || this.#polite.textContent === words) return;
    this.#last = performance.now();
    this.#polite.textContent = words;
  }

  /** @param {string} words */
  urgent(words) {
    if (this.#assertive.textContent !== words) this.#assertive.textContent = words;
  }
}
