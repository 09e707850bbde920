/**
 * The checks of a subset, a part at a time: what is done can be told, and what nobody waits for any more ends with its part.
 */

import { ApiError, post } from "../shared/api.js";

/** @typedef {import("../types/api").SubsetCheck} Checks */
/** @typedef {{ dataset: string, first: number, last: number, sets: string[], capture?: import("../types/api").Subset["capture"] }} Subset */

const PART = 128;

/**
 * The x-rays that cannot be shown, where the server refused a check because it can show none.
 *
 * @param {unknown} error
 * @returns {Checks["problems"] | null} null for every other error
 */
export function noneReadable(error) {
  if (!(error instanceof ApiError) || error.code !== "xrays_unreadable") return null;
  return /** @type {Checks["problems"]} */ (error.details.problems);
}

/** One check at a time; a new one takes the place of the one before. */
export class Checking {
  /** @type {AbortController | null} */
  #running = null;

  /** Nobody waits for the check any more. */
  stop() {
    this.#running?.abort();
    this.#running = null;
  }

  /**
   * @param {Subset} subset
   * @param {(done: number, total: number, secondsLeft: number) => void} tell how far it is; 0 seconds where that cannot be said
   * @returns {Promise<Checks | null>} null when it was stopped meanwhile
   */
  async run({ dataset, first, last, sets, capture }, tell) {
    this.stop();
    const { signal } = (this.#running = new AbortController());
    const check = (/** @type {number} */ from, /** @type {number} */ to) =>
      post(`/datasets/${dataset}/checks`, { first: from, last: to, sets, capture }, signal);
    try {
      // What the server has seen once it does not look at again: the whole at the end costs little more than the parts.
      const began = performance.now();
      const total = last - first + 1;
      for (let done = 0; total > PART && done < total; done += PART) {
        const spent = (performance.now() - began) / 1000;
        tell(done, total, done ? (spent / done) * (total - done) : 0);
        await check(first + done, Math.min(first + done + PART - 1, last)).catch((error) => {
          // A part without one good x-ray is refused; the whole may still have some.
          if (!noneReadable(error)) throw error;
        });
      }
      if (total > PART) tell(total, total, 0);
      return await check(first, last);
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }
}
