/**
 * Full-size pictures, decoded before they are shown; the next ones are fetched while this one is looked at.
 */

const KEPT = 8;

/** A few decoded pictures by address. */
export class Pictures {
  /** @type {Map<string, Promise<HTMLImageElement>>} */
  #known = new Map();

  /**
   * @param {string} url
   * @returns {Promise<HTMLImageElement>} decoded; rejects when it cannot be shown
   */
  get(url) {
    const known = this.#known.get(url);
    if (known) {
      this.#known.delete(url);
      this.#known.set(url, known);
      return known;
    }
    const image = new Image();
    image.src = url;
    const decoded = image.decode().then(() => image);
    decoded.catch(() => this.#known.delete(url));
    this.#known.set(url, decoded);
    for (const old of [...this.#known.keys()].slice(0, -KEPT)) this.#known.delete(old);
    return decoded;
  }
}
