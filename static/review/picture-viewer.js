/**
 * The x-ray and the photo of it: side by side, or in turn in the same place. Both are always whole.
 */

import { fill, h, setText } from "../shared/dom.js";
import { t } from "../shared/messages.js";
import { found } from "./measures.js";
import { Pictures } from "./pictures.js";
import { cssMatrix, fitted, overlay } from "./warp.js";

/** @typedef {import("../types/api").QueuedPhoto} QueuedPhoto */
/** @typedef {import("../types/page").Size} Size */
/** @typedef {"side" | "flicker"} Mode */

const PATIENCE_MS = 250;

/** A picture with a line above it. */
class Pane {
  #name;
  words = h("span", { class: "pane-words" });
  box = h("div", { class: "pane-box" });
  element;

  /** @param {string} title @param {string} name */
  constructor(title, name) {
    this.#name = h("b", {}, title);
    this.element = h("figure", { class: `pane ${name}` }, h("figcaption", {}, this.#name, this.words), this.box);
  }

  set title(/** @type {string} */ words) {
    setText(this.#name, words);
  }

  /** @returns {HTMLImageElement | null} */
  get picture() {
    return this.box.querySelector("img");
  }

  /** @param {HTMLImageElement} image @param {string} alt */
  show(image, alt) {
    image.alt = alt;
    fill(this.box, image);
  }
}

/** The two pictures. */
export class PictureViewer {
  #source = new Pane(t("review-source"), "source");
  #photo = new Pane(t("review-the-photo"), "photo");
  #flip = h("button", {
    type: "button",
    class: "flip",
    "aria-label": t("review-flip"),
    on: { click: () => this.flip() },
  });
  #waiting = h("p", { class: "stage-message" }, t("review-loading"));
  #problem = h("p", { class: "stage-message stop", role: "alert" });
  #pictures = new Pictures();
  /** @type {QueuedPhoto | null} what is on the screen now */
  #shown = null;
  /** @type {Mode} */
  #mode = "side";
  element = h(
    "div",
    { class: "review-stage" },
    this.#source.element,
    this.#photo.element,
    this.#flip,
    this.#waiting,
    this.#problem,
  );

  constructor() {
    this.#waiting.hidden = this.#problem.hidden = true;
    new ResizeObserver(() => this.#layOut()).observe(this.#source.box); // also when a longer line above takes room from it
    this.mode = "side";
  }

  /** @returns {QueuedPhoto | null} the photo that is on the screen, null while another is on its way */
  get shown() {
    return this.#shown;
  }

  /** @returns {Mode} */
  get mode() {
    return this.#mode;
  }

  set mode(mode) {
    this.#mode = mode;
    this.element.dataset.mode = mode;
    this.element.dataset.shown = "photo";
    this.#flip.hidden = mode === "side";
    this.#layOut();
  }

  /** Nothing is shown any more, so nothing can be answered. */
  clear() {
    this.#shown = null;
  }

  /** Show the other picture in the same place. */
  flip() {
    this.element.dataset.shown = this.element.dataset.shown === "photo" ? "source" : "photo";
  }

  /**
   * Show a photo beside its x-ray, once both are there.
   *
   * @param {QueuedPhoto} photo
   * @returns {Promise<boolean>} whether they are on the screen
   */
  async show(photo) {
    this.#shown = null;
    this.#problem.hidden = true;
    const late = setTimeout(() => {
      this.#waiting.hidden = false;
      this.element.classList.add("late");
    }, PATIENCE_MS);
    try {
      const [xray, taken] = await Promise.all([this.#pictures.get(photo.xray), this.#pictures.get(photo.picture)]);
      const image = photo.kind === "image";
      this.#photo.title = t(image ? "review-the-image" : "review-the-photo");
      this.#source.show(xray, t(image ? "review-image-source-alt" : "review-source-alt", { index: photo.index }));
      this.#photo.show(taken, t(image ? "review-image-alt" : "review-photo-alt", { index: photo.index }));
      this.#shown = photo;
      this.element.dataset.shown = "photo";
      this.#layOut();
    } catch {
      fill(this.#source.box);
      fill(this.#photo.box);
      fill(
        this.#problem,
        t("review-picture-failed"),
        " ",
        h(
          "button",
          { type: "button", class: "link-button", on: { click: () => void this.show(photo) } },
          t("review-picture-again"),
        ),
      );
      this.#problem.hidden = false;
    } finally {
      clearTimeout(late);
      this.#waiting.hidden = true;
      this.element.classList.remove("late");
    }
    return this.#shown === photo;
  }

  /** @param {QueuedPhoto[]} photos fetched and decoded ahead */
  prepare(photos) {
    for (const url of photos.flatMap((photo) => [photo.xray, photo.picture]))
      this.#pictures.get(url).catch(() => undefined);
  }

  #layOut() {
    const [xray, taken] = [this.#source.picture, this.#photo.picture];
    if (!this.#shown || !xray || !taken) return;
    const aligned = this.#mode === "flicker" ? this.#layOver(xray, taken) : this.#layBeside(xray, taken);
    const size = natural(xray);
    setText(this.#source.words, t("review-size", { width: String(size.width), height: String(size.height) }));
    fill(
      this.#photo.words,
      ...found(this.#shown),
      aligned === null ? null : h("span", {}, t(aligned ? "review-straightened" : "review-unaligned")),
    );
  }

  /** @param {HTMLImageElement} xray @param {HTMLImageElement} taken @returns {null} */
  #layBeside(xray, taken) {
    for (const image of [xray, taken]) image.removeAttribute("style");
    return null;
  }

  /**
   * @param {HTMLImageElement} xray
   * @param {HTMLImageElement} taken
   * @returns {boolean} whether the photo covers its x-ray
   */
  #layOver(xray, taken) {
    const box = { width: this.#source.box.clientWidth, height: this.#source.box.clientHeight };
    const place = fitted(natural(xray), box);
    put(xray, place, natural(xray));
    const over = overlay(this.#shown?.measures.homography, natural(xray), natural(taken), place);
    if (over) put(taken, { x: 0, y: 0, scale: 1 }, over, cssMatrix(over.matrix));
    else put(taken, fitted(natural(taken), box), natural(taken));
    return over !== null;
  }
}

/** @param {HTMLImageElement} image @returns {Size} upright */
function natural({ naturalWidth, naturalHeight }) {
  return { width: naturalWidth, height: naturalHeight };
}

/**
 * @param {HTMLImageElement} image
 * @param {import("./warp.js").Place} place
 * @param {Size} size before it is scaled
 * @param {string} [transform]
 */
function put(image, { x, y, scale }, { width, height }, transform = "") {
  Object.assign(image.style, {
    left: `${x}px`,
    top: `${y}px`,
    width: `${scale * width}px`,
    height: `${scale * height}px`,
    transform,
  });
}
