/**
 * What stands on the monitor: one x-ray on black, or black.
 *
 * The next picture is fetched and decoded ahead, the change happens in one task so that no black frame comes
 * between, and a picture counts as painted only after two animation frames. What is replaced stays on the screen
 * until that moment, so that its number can be confirmed as whole: it stood from its painting to its replacement.
 */

import { h } from "../shared/dom.js";
import { count } from "../shared/format.js";
import { layoutOf } from "./layout.js";
import { Picture } from "./picture.js";
import { Look } from "./variation.js";

/** @typedef {import("../types/api").PictureLayout} Layout */
/** @typedef {{ showing: number, whole: number | null, layout: Layout | null, stood: Layout | null }} Painted */

/** @returns {Promise<void>} after the browser has painted what is in the page now */
function painted() {
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });
}

/** The black surface that holds the x-ray. */
export class Stage {
  #element;
  #look;
  /** @type {Picture | null} what is being loaded for now */
  #awaited = null;
  /** @type {Picture | null} */
  #ahead = null;
  #order = 0;
  /** @type {number | null} the showing on the screen now, black included */
  #current = null;
  /** @type {number | null} the same, for as long as nothing came between */
  #unbroken = null;
  /** @type {number | null} the newest showing that was painted, for as long as nothing came between but its replacement */
  #whole = null;
  /** @type {Layout | null} how that one stood when it was replaced */
  #stood = null;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.#element = element;
    this.#look = new Look(element);
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
   * @param {import("./variation.js").Variation | null} [variation] null: as it is
   * @param {number | null} [number] written below the picture, null for nothing
   * @returns {Promise<Painted | null>} once painted; null when something newer came meanwhile, or it was broken at once
   */
  async show(showing, url, nextUrl, variation = null, number = null) {
    const order = ++this.#order;
    this.#await(null);
    const picture = url === null ? null : await this.#picture(url, order);
    if (order !== this.#order) return null;
    const whole = this.#whole;
    if (this.#current === whole) this.#stood = this.#layout();
    const beside = this.#look.wear(picture ? variation : null);
    if (number !== null) beside.push(h("p", { class: "stage-number" }, count(number)));
    this.#element.toggleAttribute("data-numbered", number !== null);
    this.#element.replaceChildren(...(picture ? [picture.image, ...beside] : []));
    this.#current = showing;
    this.#unbroken = showing;
    await painted();
    if (nextUrl && nextUrl !== url) this.#lookAhead(nextUrl);
    if (order !== this.#order || this.#unbroken !== showing) return null;
    this.#whole = showing;
    return { showing, whole, layout: this.#layout(), stood: whole === null ? null : this.#stood };
  }

  /** @returns {Layout | null} of the picture on the screen; null for black */
  #layout() {
    const picture = this.#element.firstElementChild;
    return picture instanceof HTMLImageElement ? { ...layoutOf(picture), variation: this.#look.now } : null;
  }

  /**
   * Return a decoded picture. One that failed ahead is asked for again: the server refuses it while the session is
   * aborted, and gives it once the session is resumed.
   *
   * @param {string} url
   * @param {number} order
   * @returns {Promise<Picture>} not decoded where something newer came meanwhile
   */
  async #picture(url, order) {
    if (this.#ahead?.url === url) {
      const ahead = this.#ahead;
      this.#ahead = null;
      this.#await(ahead);
      const decoded = await ahead.decoded.then(
        () => true,
        () => false,
      );
      if (decoded || order !== this.#order) return ahead;
    }
    const picture = new Picture(url);
    this.#await(picture);
    await picture.decoded.catch((/** @type {Error} */ error) => {
      if (order === this.#order) throw error;
    });
    return picture;
  }

  /** @param {string} url */
  #lookAhead(url) {
    if (this.#ahead?.url === url) return;
    this.#ahead?.drop();
    this.#ahead = new Picture(url);
  }

  /** @param {Picture | null} picture instead of what was waited for until now */
  #await(picture) {
    this.#awaited?.drop();
    this.#awaited = picture;
  }

  /** What is on the screen cannot be relied on from now on. */
  spoil() {
    this.#unbroken = null;
    this.#whole = null;
  }

  /** Black at once, and nothing that is still loading comes on. */
  interrupt() {
    this.#order += 1;
    this.#await(null);
    this.#current = null;
    this.#unbroken = null;
    this.#whole = null;
    this.#look.wear(null);
    this.#element.replaceChildren();
  }
}
