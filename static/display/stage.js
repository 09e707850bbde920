/**
 * What stands on the monitor: one x-ray on black, or black.
 *
 * The next picture is fetched and decoded ahead, the change happens in one task so that no black frame comes
 * between, and a picture counts as painted only after two animation frames.
 */

/** @typedef {{ url: string, image: HTMLImageElement, decoded: Promise<void> }} Loaded */

const LOAD_MS = 15_000;

/** @returns {Promise<void>} after the browser has painted what is in the page now */
function painted() {
  return new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(() => resolve())); });
}

/**
 * @param {string} url
 * @returns {Loaded}
 */
function load(url) {
  const image = new Image();
  image.alt = "";
  image.decoding = "sync";
  image.src = url;
  const late = new Promise((_resolve, reject) => { setTimeout(() => reject(new Error("the picture did not come in time")), LOAD_MS); });
  const decoded = Promise.race([image.decode(), late]);
  decoded.catch(() => undefined);
  return { url, image, decoded };
}

/** The black surface that holds the x-ray. */
export class Stage {
  #element;
  /** @type {Loaded | null} */
  #ahead = null;
  #order = 0;
  /** @type {number | null} the showing whose picture is on the screen */
  #visible = null;
  /** @type {number | null} the showing whose picture the present one took the place of */
  #replaced = null;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.#element = element;
  }

  /** @returns {number | null} the showing with a picture on the screen now, null for none */
  get visible() {
    return this.#visible;
  }

  /** @returns {number | null} the showing whose picture stood until the present one, or black, took its place */
  get replaced() {
    return this.#replaced;
  }

  /**
   * Show a picture.
   *
   * @param {number} showing
   * @param {string} url
   * @param {string | null} nextUrl decoded ahead
   * @returns {Promise<boolean>} true once painted; false when something newer came meanwhile
   */
  async show(showing, url, nextUrl) {
    const order = ++this.#order;
    const loaded = this.#ahead?.url === url ? this.#ahead : load(url);
    await loaded.decoded;
    if (order !== this.#order) return false;
    this.#element.replaceChildren(loaded.image);
    this.#replaced = this.#visible;
    this.#visible = showing;
    await painted();
    if (nextUrl && nextUrl !== url) this.#ahead = load(nextUrl);
    return order === this.#order && this.#visible === showing;
  }

  /** @returns {Promise<boolean>} true once black is painted; false when something newer came meanwhile */
  async black() {
    const order = ++this.#order;
    const replaced = this.#visible;
    this.clear();
    this.#replaced = replaced;
    await painted();
    return order === this.#order;
  }

  /** Black at once. */
  clear() {
    this.#element.replaceChildren();
    this.#visible = null;
    this.#replaced = null;
  }

  /** Black at once, and nothing that is still loading comes on. */
  interrupt() {
    this.#order += 1;
    this.clear();
  }
}
