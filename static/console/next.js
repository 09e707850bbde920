/**
 * The next subset, from the console of a session that has ended: one click, and display and phones go along.
 */

import { call, post } from "../shared/api.js";
import { hasEnded } from "../shared/controls.js";

/** @typedef {import("../types/api").SessionSnapshot} Snapshot */
/** @typedef {import("../types/api").NextSubsetView} Next */

/** What would come next, asked for once the session has ended. Event "change" once it is known. */
export class NextSubset extends EventTarget {
  #session;
  #asked = false;
  /** @type {Next | null} null until it is known */
  offer = null;

  /** @param {string} session */
  constructor(session) {
    super();
    this.#session = session;
  }

  /** @param {Snapshot} snapshot */
  async look({ phase, dataset, sets }) {
    if (!hasEnded(phase)) {
      this.#asked = false;
      this.offer = null;
      return;
    }
    if (this.#asked) return;
    this.#asked = true;
    try {
      this.offer = await call(`/sessions/${this.#session}/next`);
      this.dispatchEvent(new Event("change"));
      const { first, last } = this.offer;
      // Every x-ray is decoded once before a session: done now, nobody waits for it after the click.
      if (first && last) await post(`/datasets/${dataset.id}/checks`, { first, last, sets });
    } catch {
      this.#asked = this.offer !== null; // what hinders it is said at the click
    }
  }

  /** Make it, and turn to its console. */
  async go() {
    const session = this.offer?.session ?? (await post(`/sessions/${this.#session}/next`)).session;
    location.assign(`/sessions/${session}`);
  }
}
