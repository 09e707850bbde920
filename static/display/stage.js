/**
 * What stands on the monitor: one x-ray on black, or black.
 *
 * The next picture is fetched and decoded ahead, the change happens in one task so that no black frame comes
 * between, and a picture counts as painted only after two animation frames. What is replaced stays on the screen
 * until that moment, so that its number can be confirmed as whole: it stood from its painting to its replacement.
 */

/** @typedef {{ url: string, image: HTMLImageElement, decoded: Promise<void> }} Loaded */
/** @typedef {{ showing: number, whole: number | null }} Painted */

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
  /** @type {number | null} the showing on the screen now, black included */
  #current = null;
  /** @type {number | null} the same, for as long as nothing came between */
  #unbroken = null;
  /** @type {number | null} the newest showing that was painted, for as long as nothing came between but its replacement */
  #whole = null;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.#element = element;
  }

  /** @returns {number | null} the showing whose picture is on the screen now; null for none and for black */
  get visible() {
    return this.#element.firstElementChild ? this.#current : null;
  }

  /**
   * Show a picture, or black.
   *
   * @param {number} showing
   * @param {string | null} url null: black
   * @param {string | null} nextUrl decoded ahead
   * @returns {Promise<Painted | null>} once painted; null when something newer came meanwhile, or it was broken at once
   */
  async show(showing, url, nextUrl) {
    const order = ++this.#order;
    const loaded = url === null ? null : this.#loaded(url);
    await loaded?.decoded;
    if (order !== this.#order) return null;
    const whole = this.#whole;
    this.#element.replaceChildren(...(loaded ? [loaded.image] : []));
    this.#current = showing;
    this.#unbroken = showing;
    await painted();
    if (nextUrl && nextUrl !== url) this.#ahead = load(nextUrl);
    if (order !== this.#order || this.#unbroken !== showing) return null;
    this.#whole = showing;
    return { showing, whole };
  }

  /**
   * @param {string} url
   * @returns {Loaded}
   */
  #loaded(url) {
    return this.#ahead?.url === url ? this.#ahead : load(url);
  }

  /** What is on the screen cannot be relied on from now on. */
  spoil() {
    this.#unbroken = null;
    this.#whole = null;
  }

  /** Black at once, and nothing that is still loading comes on. */
  interrupt() {
    this.#order += 1;
    this.#current = null;
    this.#unbroken = null;
    this.#whole = null;
    this.#element.replaceChildren();
  }
}
