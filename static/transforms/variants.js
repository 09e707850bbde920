/**
 * Fetching variants: a few at a time, patient when the lab is busy with photos, and stopped when nobody wants them.
 */

import { ApiError } from "../shared/api.js";
import { t } from "../shared/messages.js";

const BASE = "/api/v1";
const AT_ONCE = 3;
const USUAL_WAIT_S = 3;

/**
 * @typedef {object} Made
 * @property {Blob} picture
 * @property {{ transform: string, params: Record<string, unknown> }[] | null} steps null where there are too many for a header
 * @property {number} ms from asking to having it
 */

/**
 * @param {string} image
 * @param {string} pipeline
 * @param {URLSearchParams} query
 * @returns {string}
 */
export function variantUrl(image, pipeline, query) {
  return `${BASE}/images/${image}/variants/${encodeURIComponent(pipeline)}?${query}`;
}

/** Takes turns at the server; `busy` is told while it asks to wait. */
export class Variants {
  #free = AT_ONCE;
  /** @type {(() => void)[]} */
  #waiting = [];
  #busy;

  /** @param {(words: string) => void} busy empty when it is over */
  constructor(busy) {
    this.#busy = busy;
  }

  /**
   * @param {string} url
   * @param {AbortSignal} signal
   * @param {boolean} [urgent] before all that waits already
   * @returns {Promise<Made>}
   */
  async fetch(url, signal, urgent = false) {
    await this.#turn(urgent);
    try {
      return await this.#fetch(url, signal);
    } finally {
      this.#free += 1;
      this.#waiting.shift()?.();
    }
  }

  /** @param {boolean} urgent */
  async #turn(urgent) {
    while (this.#free === 0) {
      await new Promise((resolve) => {
        this.#waiting[urgent ? "unshift" : "push"](() => resolve(undefined));
      });
    }
    this.#free -= 1;
  }

  /**
   * @param {string} url
   * @param {AbortSignal} signal
   * @returns {Promise<Made>}
   */
  async #fetch(url, signal) {
    for (;;) {
      const began = performance.now();
      signal.throwIfAborted();
      const response = await fetch(url, { signal, headers: { Accept: "image/*" } });
      if (response.status === 503) {
        await this.#wait(Number(response.headers.get("Retry-After")) || USUAL_WAIT_S, signal);
        continue;
      }
      if (!response.ok) throw await refusal(response);
      const steps = response.headers.get("Chexphoto-Parameters");
      return { picture: await response.blob(), steps: steps ? JSON.parse(steps) : null, ms: performance.now() - began };
    }
  }

  /**
   * @param {number} seconds
   * @param {AbortSignal} signal
   */
  async #wait(seconds, signal) {
    this.#busy(t("lab-busy", { n: seconds }));
    await new Promise((resolve) => {
      setTimeout(resolve, seconds * 1000);
    });
    signal.throwIfAborted();
    this.#busy("");
  }
}

/**
 * @param {Response} response
 * @returns {Promise<ApiError>}
 */
export async function refusal(response) {
  const { error } = await response
    .json()
    .catch(() => ({ error: { code: "unexpected", message: t("error-unexpected", { status: response.status }) } }));
  return new ApiError(error.code, error.message, error.details ?? {}, response.status);
}
