/**
 * The checks of a subset, a part at a time: what is done can be told, and what nobody waits for any more ends with its part.
 */

import { ApiError, call, post, remove } from "../shared/api.js";

/** @typedef {import("../types/api").SubsetCheck} Checks */
/** @typedef {{ dataset: string, first: number, last: number, sets: string[], capture?: import("../types/api").Subset["capture"] }} Subset */

/** @typedef {"reading" | "comparing"} Step the x-rays are read, then pairs of them compared */

const PART = 128;
const LOOK_AGAIN_MS = 1000;

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
  /** The data set whose x-rays the server compares for this check; that goes on until it is told otherwise. */
  #compared = "";

  /** Nobody waits for the check any more. */
  stop() {
    this.#running?.abort();
    this.#running = null;
    if (this.#compared) void remove(`/datasets/${this.#compared}/checks`).catch(() => undefined);
    this.#compared = "";
  }

  /**
   * @param {Subset} subset
   * @param {(done: number, total: number, secondsLeft: number, step?: Step) => void} tell how far it is; 0 seconds where that cannot be said
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
      if (total <= PART) return await check(first, last);
      tell(total, total, 0);
      this.#compared = dataset;
      const ended = new AbortController();
      signal.addEventListener("abort", () => ended.abort());
      // The progress is a courtesy: when it cannot be read, the check itself says why.
      void this.#follow(dataset, ended.signal, tell).catch(() => undefined);
      return await check(first, last).finally(() => ended.abort());
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    } finally {
      if (!signal.aborted) this.#compared = "";
    }
  }

  /**
   * Tell how many pairs are compared, until nobody wants to know.
   *
   * @param {string} dataset @param {AbortSignal} over
   * @param {(done: number, total: number, secondsLeft: number, step: Step) => void} tell
   */
  async #follow(dataset, over, tell) {
    while (!over.aborted) {
      const { stage, done, total, seconds_left: left } = await call(`/datasets/${dataset}/checks`, over);
      if (!over.aborted && stage === "comparing" && total) tell(done, total, left ?? 0, "comparing");
      await new Promise((resolve) => {
        setTimeout(resolve, LOOK_AGAIN_MS);
      });
    }
  }
}
