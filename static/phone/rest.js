/**
 * When camera and screen rest: once nothing more is photographed here, and for a while not even then, because the next
 * session may come, for which the phone would have to be woken by hand.
 */

import { WakeLock } from "../shared/wake-lock.js";
import { needsCamera, restsLater } from "./situation.js";

const LINGER_MS = 30 * 60_000;

/** Keeps a phone awake, and lets it rest. */
export class Rest {
  /** Camera and screen were given back. */
  resting = false;
  #camera;
  #wake;
  #wakeLock = new WakeLock();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #lingering;

  /**
   * @param {Pick<import("./camera.js").Camera, "close">} camera
   * @param {() => unknown} wake opens the camera again
   */
  constructor(camera, wake) {
    this.#camera = camera;
    this.#wake = wake;
    this.stayAwake();
    document.addEventListener("click", () => this.stayAwake());
  }

  /** Ask for the screen to stay on, as browsers forget it. */
  stayAwake() {
    if (!this.resting) void this.#wakeLock.request();
  }

  /**
   * The server counts on a phone that said it is ready, so a camera that still starts is not interrupted.
   *
   * @param {import("./situation.js").Situation} now
   * @param {boolean} starting the camera starts
   */
  update(now, starting) {
    if (!restsLater(now)) {
      clearTimeout(this.#lingering);
      this.#lingering = undefined;
      const rests = !needsCamera(now);
      if (!rests || !starting || now === "elsewhere") this.#set(rests);
    } else if (!this.resting) {
      this.#lingering ??= setTimeout(() => this.#set(true), LINGER_MS);
    }
  }

  /** @param {boolean} resting */
  #set(resting) {
    if (resting === this.resting) return;
    this.resting = resting;
    if (resting) {
      this.#camera.close();
      this.#wakeLock.release();
    } else {
      this.stayAwake();
      this.#wake();
    }
  }
}
