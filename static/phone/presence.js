/**
 * Whether this page is in front. A page that is left (reloaded, or another address opened) becomes invisible too, but it
 * is not in the background: it says nothing, and the page that follows it goes on.
 */

/** Events: "hidden" (really in the background), "shown" (in front again). */
export class Presence extends EventTarget {
  #leaving = false;

  constructor() {
    super();
    addEventListener("pagehide", () => {
      this.#leaving = true;
    });
    addEventListener("pageshow", ({ persisted }) => {
      this.#leaving = false;
      if (persisted) this.dispatchEvent(new Event("shown"));
    });
    document.addEventListener("visibilitychange", () => {
      if (this.hidden) this.dispatchEvent(new Event("hidden"));
      else if (!this.#leaving) this.dispatchEvent(new Event("shown"));
    });
  }

  /** @returns {boolean} in the background, and not on its way out */
  get hidden() {
    return document.visibilityState !== "visible" && !this.#leaving;
  }
}
