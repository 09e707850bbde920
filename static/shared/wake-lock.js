/**
 * Keeps the screen awake. Browsers drop the lock whenever the page is hidden, so it is asked for again.
 */

/** The page's wish to stay awake. */
export class WakeLock {
  /** @type {WakeLockSentinel | null} */
  #sentinel = null;
  #onChange;
  #wanted = false;

  /** @param {(held: boolean) => void} [onChange] */
  constructor(onChange = () => {}) {
    this.#onChange = onChange;
    document.addEventListener("visibilitychange", () => {
      if (this.#wanted) void this.request();
    });
  }

  /** @returns {boolean} */
  get held() {
    return this.#sentinel !== null && !this.#sentinel.released;
  }

  /** Ask for it; refused quietly where the browser or its power saving says no. */
  async request() {
    this.#wanted = true;
    if (document.visibilityState !== "visible" || this.held || !("wakeLock" in navigator)) return;
    try {
      this.#sentinel = await navigator.wakeLock.request("screen");
      this.#sentinel.addEventListener("release", () => this.#onChange(false));
      if (!this.#wanted) await this.#sentinel.release();
    } catch {
      this.#sentinel = null;
    }
    this.#onChange(this.held);
  }

  /** Let the screen fall asleep again. */
  release() {
    this.#wanted = false;
    void this.#sentinel?.release();
    this.#sentinel = null;
  }
}
