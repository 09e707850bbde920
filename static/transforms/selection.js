/**
 * What is chosen on the page: the x-ray, the pipeline, level, seed and sizes. Every part of the page reads it and
 * listens for `change`; nothing else is shared between them.
 */

/** @typedef {{ id: string, name: string, width: number, height: number }} Source */

/** @typedef {{ steps?: string[], level?: number, seed?: number, relative?: boolean, source?: Source }} Change */

export class Selection extends EventTarget {
  /** @type {Source | null} */
  source = null;
  /** @type {string[]} */
  steps = ["glare_matte", "moire", "tilt"];
  level = 1;
  seed = 0;
  relative = false;

  /** @returns {string} as the API writes it */
  get pipeline() {
    return this.steps.join("+");
  }

  /** @param {Change} change */
  set(change) {
    Object.assign(this, change);
    this.dispatchEvent(new Event("change"));
  }

  /**
   * What decides a variant, its pipeline apart.
   *
   * @param {Record<string, string | number>} [more]
   * @returns {URLSearchParams}
   */
  query(more = {}) {
    const query = new URLSearchParams({ level: String(this.level), seed: String(this.seed) });
    if (this.relative) query.set("relative", "true");
    for (const [name, value] of Object.entries(more)) query.set(name, String(value));
    return query;
  }
}
