/**
 * The lanes of one row of the coverage: the chosen set as a bar, the other sets as thin lines of marks below it.
 * Drawn on a canvas, because a study has tens of thousands of cells; the row beside it says the same in words.
 */

import { h } from "../shared/dom.js";
import { runs } from "../shared/strip.js";

/** @typedef {import("../types/api").SetCoverageView} SetCoverage */

const TOP = 7;
const BAR = 11;
const THIN = 5;
const COLOURS = {
  empty: "#171c23",
  edge: "#64707e",
  stored: "#6a94c4",
  other: "#9aa5b2",
  lacking: "#3a4450",
  retaken: "#dfb163",
  rejected: "#ef8f80",
  planned: "#828d9a",
};
const STORED = "saSA";

/** The letters of a set between two indices, spaces where it has none. @param {SetCoverage} set @param {number} first @param {number} last */
export function cut(set, first, last) {
  const from = Math.max(first, set.first);
  const to = Math.min(last, set.last);
  if (to < from) return " ".repeat(last - first + 1);
  const letters = set.letters.slice(from - set.first, to - set.first + 1);
  return " ".repeat(from - first) + letters + " ".repeat(last - to);
}

/** The canvas of a row. */
export class Lanes {
  element = h("canvas", { class: "lanes", "aria-hidden": "true" });
  /** @type {string[]} the chosen set's letters first */
  #letters = [];
  #width = 1;
  #next = false;

  constructor() {
    new ResizeObserver(() => this.#paint()).observe(this.element);
  }

  /** @param {string[]} letters the chosen set's first @param {number} width x-rays of a full row @param {boolean} next its bar is marked as planned */
  update(letters, width, next) {
    this.#letters = letters;
    this.#width = Math.max(1, width);
    this.#next = next;
    this.element.style.height = `${TOP + BAR + (letters.length - 1) * THIN}px`;
    this.#paint();
  }

  #paint() {
    const { width, height } = this.element.getBoundingClientRect();
    if (!width) return;
    const ratio = devicePixelRatio || 1;
    this.element.width = Math.round(width * ratio);
    this.element.height = Math.round(height * ratio);
    const pen = /** @type {CanvasRenderingContext2D} */ (this.element.getContext("2d"));
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    const cell = width / this.#width;
    this.#letters.forEach((letters, lane) => {
      if (lane === 0) this.#paintBar(pen, letters, cell);
      else paintThin(pen, letters, cell, TOP + BAR + 1 + (lane - 1) * THIN);
    });
  }

  /** @param {CanvasRenderingContext2D} pen @param {string} letters @param {number} cell */
  #paintBar(pen, letters, cell) {
    for (const { letter, from, to } of runs(letters)) {
      const x = from * cell;
      const wide = Math.max(1, (to - from + 1) * cell);
      if (letter === " ") continue;
      pen.fillStyle = STORED.includes(letter) ? COLOURS.stored : COLOURS.empty;
      pen.fillRect(x, TOP, wide, BAR);
      if (letter === ".") rect(pen, COLOURS.edge, x, TOP + BAR - 1, wide, 1);
      if (letter === "." && this.#next) rect(pen, COLOURS.planned, x, TOP + BAR - 4, wide, 4);
      if (letter === "r") for (let at = from; at <= to; at += 1) cross(pen, (at + 0.5) * cell);
      if ("SA".includes(letter))
        for (let at = from; at <= to; at += 1) rect(pen, COLOURS.retaken, (at + 0.5) * cell - 1, 1, 2, 4);
    }
  }
}

/** @param {CanvasRenderingContext2D} pen @param {string} letters @param {number} cell @param {number} top */
function paintThin(pen, letters, cell, top) {
  for (const { letter, from, to } of runs(letters)) {
    if (letter === " ") continue;
    const colour = letter === "r" ? COLOURS.rejected : STORED.includes(letter) ? COLOURS.other : COLOURS.lacking;
    rect(pen, colour, from * cell, top, Math.max(1.5, (to - from + 1) * cell), 3);
  }
}

/** @param {CanvasRenderingContext2D} pen @param {string} colour @param {number} x @param {number} y @param {number} wide @param {number} high */
function rect(pen, colour, x, y, wide, high) {
  pen.fillStyle = colour;
  pen.fillRect(x, y, wide, high);
}

/** @param {CanvasRenderingContext2D} pen @param {number} x */
function cross(pen, x) {
  rect(pen, "#0a0c0f", x - 1.5, TOP, 3, BAR);
  pen.strokeStyle = COLOURS.rejected;
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.moveTo(x - 2.5, 0.5);
  pen.lineTo(x + 2.5, 5.5);
  pen.moveTo(x + 2.5, 0.5);
  pen.lineTo(x - 2.5, 5.5);
  pen.stroke();
}
