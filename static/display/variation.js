/**
 * How an x-ray is shown where the session lets the display vary: colour temperature and brightness of the whole screen,
 * the grey around the x-ray, a drawn pointer, and where the x-ray stands. The server says what is drawn; nothing here is
 * left to chance.
 */

import { h } from "../shared/dom.js";

/** @typedef {import("../types/api").VariationView} Variation */

const WHITE_K = 6500;
const SVG = "http://www.w3.org/2000/svg";
const FILTER = "variation-tint";
/** The outline of an arrow, its tip at 0, 0. */
const POINTER = "M0 0 V17 L4 13.2 L6.6 19.4 L9.4 18.2 L6.8 12.2 H12 Z";

/**
 * The colour of a black body, as Tanner Helland fitted it to Mitchell Charity's table.
 *
 * @param {number} kelvin 1000 to 40000
 * @returns {[number, number, number]} red, green, blue, 0 to 255
 */
function blackBody(kelvin) {
  const t = kelvin / 100;
  const red = t <= 66 ? 255 : 329.698727446 * (t - 60) ** -0.1332047592;
  const green = t <= 66 ? 99.4708025861 * Math.log(t) - 161.1195681661 : 288.1221695283 * (t - 60) ** -0.0755148492;
  const blue = t >= 66 ? 255 : t <= 19 ? 0 : 138.5177312231 * Math.log(t - 10) - 305.0447927307;
  return /** @type {[number, number, number]} */ ([red, green, blue].map((value) => Math.min(255, Math.max(0, value))));
}

/**
 * By how much each colour of the screen is lowered; none can be raised above the monitor's own.
 *
 * @param {Pick<Variation, "colour_temperature_k" | "brightness">} variation
 * @returns {[number, number, number]} red, green, blue
 */
export function gains({ colour_temperature_k, brightness }) {
  const white = blackBody(WHITE_K);
  const tint = blackBody(colour_temperature_k).map((value, position) => value / white[position]);
  const most = Math.max(...tint);
  return /** @type {[number, number, number]} */ (tint.map((value) => (brightness * value) / most));
}

/** What a stage wears, in one task with its picture. */
export class Look {
  #stage;
  #matrix = document.createElementNS(SVG, "feColorMatrix");
  #pointer = pointer();
  /** @type {Variation | null} what is worn now */
  now = null;

  /** @param {HTMLElement} stage */
  constructor(stage) {
    this.#stage = stage;
  }

  /**
   * @param {Variation | null} variation null: as it is
   * @returns {Element[]} what stands on the stage beside the picture
   */
  wear(variation) {
    this.now = variation;
    const { style } = this.#stage;
    this.#stage.toggleAttribute("data-varied", variation !== null);
    if (!variation) {
      style.filter = style.background = "";
      return [];
    }
    const { background, size, shift_x, shift_y, cursor_x, cursor_y } = variation;
    this.#tint(gains(variation));
    style.filter = `url("#${FILTER}")`;
    style.background = `rgb(${Array(3)
      .fill(Math.round(255 * background))
      .join(" ")})`;
    for (const [name, value] of Object.entries({ size, "shift-x": shift_x, "shift-y": shift_y }))
      style.setProperty(`--${name}`, String(value));
    if (cursor_x === null || cursor_y === null) return [];
    this.#pointer.style.left = `${100 * cursor_x}vw`;
    this.#pointer.style.top = `${100 * cursor_y}vh`;
    return [this.#pointer];
  }

  /** @param {[number, number, number]} colours */
  #tint([red, green, blue]) {
    if (!this.#matrix.isConnected) document.body.append(filter(this.#matrix));
    this.#matrix.setAttribute("values", `${red} 0 0 0 0  0 ${green} 0 0 0  0 0 ${blue} 0 0  0 0 0 1 0`);
  }
}

/** @param {SVGElement} matrix @returns {Element} */
function filter(matrix) {
  const [drawing, tint] = ["svg", "filter"].map((name) => document.createElementNS(SVG, name));
  drawing.setAttribute("class", "variation-filter");
  drawing.setAttribute("aria-hidden", "true");
  tint.id = FILTER;
  // Gains are of the values that the server's picture has, as a monitor's own controls change them.
  tint.setAttribute("color-interpolation-filters", "sRGB");
  tint.append(matrix);
  drawing.append(tint);
  return drawing;
}

/** @returns {HTMLElement} an arrow as systems draw it */
function pointer() {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "-1 -1 14 22");
  const arrow = document.createElementNS(SVG, "path");
  arrow.setAttribute("d", POINTER);
  drawing.append(arrow);
  return h("div", { class: "drawn-pointer", "aria-hidden": "true", data: { own: "" } }, drawing);
}
