/**
 * A spirit level over the camera's picture, from the phone's own sensor. It is hidden where there is none, and where the
 * phone lies so flat that left and right of it mean nothing.
 */

import { h, setText } from "../shared/dom.js";
import { angle } from "../shared/format.js";

const LEVEL_DEGREES = 1;
const FLAT = 0.87; // the camera looks more than 60° up or down
const STILL_MS = 150;

/** @typedef {{ roll: number, pitch: number }} Pose degrees: clockwise as seen on the screen; the camera looks up */
/** @typedef {{ requestPermission?: () => Promise<string> }} Asking Safari's: a person has to tap for it */

/**
 * @param {number} beta degrees, as `deviceorientation` says it
 * @param {number} gamma
 * @param {number} [turned] by how much the phone was turned counter-clockwise from upright, as `screen.orientation` says it
 * @returns {Pose | null} null where the phone lies flat
 */
export function poseOf(beta, gamma, turned = 0) {
  const [b, g] = [radians(beta), radians(gamma)];
  // Where up is, in the phone's axes: right, top edge, out of the screen.
  const [x, y, z] = [-Math.cos(b) * Math.sin(g), Math.sin(b), Math.cos(b) * Math.cos(g)];
  if (Math.abs(z) > FLAT) return null;
  const tilted = degrees(Math.atan2(-x, y)) + turned;
  return { roll: ((tilted + 540) % 360) - 180, pitch: -degrees(Math.asin(z)) };
}

/** @param {number} value @returns {number} */
function radians(value) {
  return (value * Math.PI) / 180;
}

/** @param {number} value @returns {number} */
function degrees(value) {
  return (value * 180) / Math.PI;
}

/** A line that stays with the horizon, beside a fixed one. */
export class Level {
  #line = h("div", { class: "level-line" });
  #words = h("span", { class: "level-words number" });
  element = h("div", { class: "level", "aria-hidden": "true", hidden: true }, this.#line, this.#words);
  #on = false;
  #drawnAt = -Infinity;
  #onHeard;
  #hear = (/** @type {DeviceOrientationEvent} */ event) => this.#heard(event);

  /** @param {() => void} onHeard the sensor answers: nobody has to allow it any more */
  constructor(onHeard) {
    this.#onHeard = onHeard;
  }

  /** @returns {boolean} a person may have to allow the sensor first */
  static get asks() {
    return Boolean(asking()?.requestPermission);
  }

  /** Ask for the sensor; call it in a person's tap. @returns {Promise<boolean>} */
  static async allow() {
    return (
      (await asking()
        ?.requestPermission?.()
        .catch(() => "denied")) !== "denied"
    );
  }

  /** @param {boolean} on the sensor costs battery: it is read only while somebody aims */
  set on(on) {
    if (on === this.#on) return;
    this.#on = on;
    if (on) addEventListener("deviceorientation", this.#hear);
    else removeEventListener("deviceorientation", this.#hear);
    if (!on) this.element.hidden = true;
  }

  /** @param {Pick<DeviceOrientationEvent, "beta" | "gamma">} event */
  #heard({ beta, gamma }) {
    if (beta === null || gamma === null || performance.now() - this.#drawnAt < STILL_MS) return;
    this.#drawnAt = performance.now();
    this.#onHeard();
    const pose = poseOf(beta, gamma, screen.orientation?.angle ?? 0);
    this.element.hidden = pose === null;
    if (pose) this.#draw(pose);
  }

  /** @param {Pose} pose */
  #draw({ roll, pitch }) {
    const level = Math.abs(roll) <= LEVEL_DEGREES && Math.abs(pitch) <= LEVEL_DEGREES;
    this.element.dataset.level = String(level);
    this.#line.style.transform = `rotate(${(-roll).toFixed(1)}deg)`;
    setText(this.#words, `${angle(roll)} ${pitch >= 0 ? "↑" : "↓"} ${angle(pitch)}`);
  }
}

/** @returns {Asking | undefined} */
function asking() {
  return /** @type {any} */ (globalThis).DeviceOrientationEvent;
}
