/**
 * How fast somebody reads: from the last answers, pauses left out.
 */

const KEPT = 30;
const NEEDED = 5;
const PAUSE_S = 60;

/** Times of answers. */
export class Pace {
  /** @type {number[]} seconds between one answer and the next */
  #gaps = [];
  /** @type {number | null} */
  #last = null;

  /** @param {number} at seconds, of any clock that does not go back */
  answered(at) {
    if (this.#last !== null && at - this.#last <= PAUSE_S) this.#gaps = [...this.#gaps, at - this.#last].slice(-KEPT);
    this.#last = at;
  }

  /** @returns {number | null} answers a minute; null until there are a few */
  get perMinute() {
    const seconds = this.#gaps.reduce((sum, gap) => sum + gap, 0);
    return this.#gaps.length >= NEEDED && seconds > 0 ? (60 * this.#gaps.length) / seconds : null;
  }
}
