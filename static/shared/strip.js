/**
 * The strip: one cell per index, one lane per set. Full is stored, an outline is under way, a gap with a cross is
 * rejected, a tick above is retaken, a base line is missing, a low bar is planned, the white mark is now.
 * Drawn on a canvas, because a session may have ten thousand cells; described in a sentence, and as a table beside it.
 */

import { h } from "./dom.js";
import { count, range } from "./format.js";
import { t } from "./messages.js";

/** @typedef {import("../types/api").Strip} StripData */
/** @typedef {{ height?: number, now?: number | null, planned?: [number, number] | null, ends?: boolean, dim?: boolean }} Options */

const MARKS_PX = 8;
const STORED = new Set(["s", "a", "S", "A"]);
const COLOURS = {
  empty: "#171c23",
  edge: "#64707e",
  stored: "#6a94c4",
  retaken: "#dfb163",
  rejected: "#ef8f80",
  now: "#d8dee6",
  planned: "#828d9a",
  skipped: "#828d9a",
};

/** @type {Record<string, import("./messages.js").MessageId>} */
const MEANINGS = {
  ".": "strip-missing",
  u: "strip-under-way",
  s: "strip-stored",
  a: "strip-accepted",
  r: "strip-rejected",
  k: "strip-skipped",
  S: "strip-retaken",
  A: "strip-retaken",
};

/**
 * Runs of equal letters.
 *
 * @param {string} letters
 * @returns {{ letter: string, from: number, to: number }[]} positions from 0, both ends included
 */
export function runs(letters) {
  /** @type {{ letter: string, from: number, to: number }[]} */
  const found = [];
  for (let at = 0; at < letters.length; at += 1) {
    const last = found.at(-1);
    if (last && last.letter === letters[at]) last.to = at;
    else found.push({ letter: letters[at], from: at, to: at });
  }
  return found;
}

/** A strip on the page. */
export class Strip {
  element = h("div", {});
  #canvas = h("canvas", { role: "img", "aria-label": t("strip-heading") });
  #bar = h("div", { class: "strip" }, this.#canvas);
  #ends = h("div", { class: "strip-ends", "aria-hidden": "true" });
  /** @type {StripData} */
  #data = { first: 1, last: 1, sets: {} };
  /** @type {Options} */
  #options;
  #ordered = false;

  /** @param {Options} [options] */
  constructor(options = {}) {
    this.#options = options;
    this.#bar.style.height = `${MARKS_PX + (options.height ?? 24)}px`;
    this.element.append(this.#bar, this.#ends);
    this.#ends.hidden = options.ends === false;
    new ResizeObserver(() => this.#order()).observe(this.#bar);
  }

  /** @param {StripData} data @param {Options} [options] */
  update(data, options = {}) {
    this.#data = data;
    this.#options = { ...this.#options, ...options };
    this.#canvas.setAttribute("aria-label", this.#sentence());
    this.#scale();
    this.#order();
  }

  /** @returns {HTMLTableElement} the same as rows */
  table() {
    const { first, sets } = this.#data;
    const rows = Object.entries(sets).flatMap(([set, letters]) =>
      runs(letters).map(({ letter, from, to }) =>
        h(
          "tr",
          {},
          h("td", {}, set),
          h("td", {}, range(first + from, first + to)),
          h("td", {}, t(MEANINGS[letter] ?? "strip-missing")),
        ),
      ),
    );
    const head = ["strip-set", "strip-xrays", "strip-state"].map((key) =>
      h("th", { scope: "col" }, t(/** @type {import("./messages.js").MessageId} */ (key))),
    );
    return h("table", { class: "strip-table" }, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows));
  }

  /** @returns {string} */
  #sentence() {
    const { first, last, sets } = this.#data;
    const parts = Object.entries(sets).map(([set, letters]) => {
      const has = (/** @type {(letter: string) => boolean} */ test) => [...letters].filter(test).length;
      return t("strip-sentence", {
        set,
        stored: has((letter) => STORED.has(letter)),
        total: letters.length,
        rejected: has((letter) => letter === "r"),
        retaken: has((letter) => "SA".includes(letter)),
      });
    });
    return [t("strip-range", { range: range(first, last) }), ...parts].join(" ");
  }

  #scale() {
    const { first, last } = this.#data;
    const total = last - first + 1;
    const labels = [
      first,
      ...[1, 2, 3, 4].map((fifth) => Math.round((first - 1 + (total * fifth) / 5) / 10) * 10),
      last,
    ];
    const wanted = total < 100 ? [first, last] : labels;
    this.#ends.replaceChildren(
      ...wanted.map((index, position) => {
        const edge = position === 0 ? "first" : position === wanted.length - 1 ? "last" : "";
        const label = h("span", { class: edge }, count(index));
        if (!edge) label.style.left = `${(100 * (index - first + 0.5)) / total}%`;
        return label;
      }),
    );
  }

  #order() {
    if (this.#ordered) return;
    this.#ordered = true;
    requestAnimationFrame(() => {
      this.#ordered = false;
      this.#paint();
    });
  }

  #paint() {
    const { width, height } = this.#bar.getBoundingClientRect();
    const ratio = devicePixelRatio || 1;
    if (!width) return;
    if (this.#canvas.width !== Math.round(width * ratio)) this.#canvas.width = Math.round(width * ratio);
    if (this.#canvas.height !== Math.round(height * ratio)) this.#canvas.height = Math.round(height * ratio);
    const pen = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext("2d"));
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const lanes = Object.values(this.#data.sets);
    const all = lanes.length ? lanes : [""];
    const lane = (height - MARKS_PX - (all.length - 1) * 2) / all.length;
    all.forEach((letters, position) => this.#paintLane(pen, letters, MARKS_PX + position * (lane + 2), lane, width));
    this.#paintNow(pen, width, height);
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {string} letters
   * @param {number} top
   * @param {number} height
   * @param {number} width
   */
  #paintLane(pen, letters, top, height, width) {
    const { first, last } = this.#data;
    const cell = width / (last - first + 1);
    pen.fillStyle = COLOURS.empty;
    pen.fillRect(0, top, width, height);
    pen.fillStyle = COLOURS.edge;
    pen.fillRect(0, top + height - 1, width, 1);
    for (const { letter, from, to } of runs(letters)) {
      const x = Math.floor(from * cell);
      const wide = Math.ceil((to + 1) * cell) - x;
      this.#paintRun(pen, letter, x, wide, top, height);
      if (cell >= 6 && STORED.has(letter)) this.#divide(pen, x, cell, to - from, top, height);
    }
    const { planned } = this.#options;
    if (!planned) return;
    pen.fillStyle = COLOURS.planned;
    pen.fillRect((planned[0] - first) * cell, top + height - 6, Math.max(2, (planned[1] - planned[0] + 1) * cell), 6);
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {string} letter
   * @param {number} x
   * @param {number} wide
   * @param {number} top
   * @param {number} height
   */
  #paintRun(pen, letter, x, wide, top, height) {
    if (STORED.has(letter)) {
      pen.fillStyle = this.#options.dim ? "#4a6587" : COLOURS.stored;
      pen.fillRect(x, top, wide, height);
    }
    if ("SA".includes(letter)) {
      pen.fillStyle = COLOURS.retaken;
      pen.fillRect(x + wide / 2 - 1, top - 5, 2, 4);
    }
    if (letter === "u") {
      pen.strokeStyle = COLOURS.stored;
      pen.lineWidth = 1;
      pen.strokeRect(x + 0.5, top + 0.5, Math.max(1, wide - 1), height - 1);
    }
    if (letter === "k") {
      pen.fillStyle = COLOURS.skipped;
      pen.fillRect(x, top + height / 2 - 1, wide, 2);
    }
    if (letter === "r") cross(pen, x + wide / 2, top - 4);
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {number} x
   * @param {number} cell
   * @param {number} cuts
   * @param {number} top
   * @param {number} height
   */
  #divide(pen, x, cell, cuts, top, height) {
    pen.fillStyle = "#0a0c0f";
    for (let cut = 1; cut <= cuts; cut += 1) pen.fillRect(Math.round(x + cut * cell), top, 1, height);
  }

  /** @param {CanvasRenderingContext2D} pen @param {number} width @param {number} height */
  #paintNow(pen, width, height) {
    const { now } = this.#options;
    if (now === null || now === undefined) return;
    const { first, last } = this.#data;
    const x = ((now - first) / (last - first + 1)) * width;
    pen.fillStyle = COLOURS.now;
    pen.fillRect(Math.min(width - 2, Math.max(0, x)), MARKS_PX - 3, 2, height - MARKS_PX + 3);
  }
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x
 * @param {number} y
 */
function cross(pen, x, y) {
  pen.strokeStyle = COLOURS.rejected;
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.moveTo(x - 3, y - 3);
  pen.lineTo(x + 3, y + 3);
  pen.moveTo(x + 3, y - 3);
  pen.lineTo(x - 3, y + 3);
  pen.stroke();
}
