/**
 * The contact sheet: every transform at every level, and the pipeline above them, filled in cell by cell.
 *
 * Cells are asked for from the top; a change of x-ray, seed or sizes stops what is still under way.
 */

import { fill, h, setText } from "../shared/dom.js";
import { t } from "../shared/messages.js";
import { variantUrl } from "./variants.js";

/** @typedef {{ name: string, summary: string }} Transform */
/** @typedef {{ steps: string[], level: number, element: HTMLButtonElement, picture: HTMLImageElement }} Cell */

const LEVELS = [1, 2, 3, 4];
const CELL_WIDTH = 240;

export class ContactSheet {
  element = h("section", { class: "sheet", "aria-label": t("lab-sheet") });
  #selection;
  #variants;
  #rows = h("div", { class: "sheet-rows" });
  #made = h("span", { class: "caption", role: "status" });
  #own = h("div", { class: "sheet-row own" });
  /** @type {Cell[]} */
  #cells = [];
  /** @type {Cell[]} */
  #ownCells = [];
  #stop = new AbortController();
  #stopOwn = new AbortController();
  #shown = "";
  #shownOwn = "";
  #done = 0;

  /**
   * @param {import("./selection.js").Selection} selection
   * @param {import("./variants.js").Variants} variants
   * @param {Transform[]} transforms
   */
  constructor(selection, variants, transforms) {
    this.#selection = selection;
    this.#variants = variants;
    fill(
      this.element,
      h(
        "div",
        { class: "sheet-row heads" },
        this.#made,
        ...LEVELS.map((level) => h("span", { class: "caption" }, t("lab-level-n", { n: level }))),
      ),
      this.#own,
      this.#rows,
    );
    fill(this.#rows, ...transforms.map((transform) => this.#row(transform)));
    this.#ownCells = LEVELS.map((level) => this.#cell([], level));
    fill(
      this.#own,
      h("div", { class: "sheet-name" }, h("b", { class: "accent" }, t("lab-own"))),
      ...this.#ownCells.map(({ element }) => element),
    );
    selection.addEventListener("change", () => this.#update());
  }

  /** @param {Transform} transform */
  #row({ name, summary }) {
    const cells = LEVELS.map((level) => this.#cell([name], level));
    this.#cells.push(...cells);
    return h(
      "div",
      { class: "sheet-row" },
      h(
        "div",
        { class: "sheet-name", title: summary },
        h("b", {}, name),
        h("span", { class: "caption faint" }, summary),
      ),
      ...cells.map(({ element }) => element),
    );
  }

  /** @param {string[]} steps @param {number} level @returns {Cell} */
  #cell(steps, level) {
    const picture = h("img", { alt: "", hidden: true });
    const element = h(
      "button",
      { type: "button", class: "cell", on: { click: () => this.#selection.set({ steps: cell.steps, level }) } },
      picture,
    );
    const cell = { steps, level, element, picture };
    return cell;
  }

  #update() {
    const { source, seed, relative, pipeline } = this.#selection;
    if (!source) return;
    const base = `${source.id} ${seed} ${relative}`;
    if (base !== this.#shown) {
      this.#shown = base;
      this.#stop.abort();
      this.#stop = new AbortController();
      this.#done = 0;
      this.#count();
      for (const cell of this.#cells)
        void this.#make(cell, this.#stop.signal, () => {
          this.#done += 1;
          this.#count();
        });
    }
    if (`${base} ${pipeline}` !== this.#shownOwn) {
      this.#shownOwn = `${base} ${pipeline}`;
      this.#stopOwn.abort();
      this.#stopOwn = new AbortController();
      for (const cell of this.#ownCells) {
        cell.steps = this.#selection.steps;
        void this.#make(cell, this.#stopOwn.signal, () => undefined, true);
      }
    }
    this.#mark();
  }

  #mark() {
    for (const cell of [...this.#cells, ...this.#ownCells]) {
      const pipeline = cell.steps.join("+");
      const opened = pipeline === this.#selection.pipeline && cell.level === this.#selection.level;
      cell.element.setAttribute("aria-pressed", String(opened));
      cell.element.setAttribute("aria-label", t("lab-cell", { pipeline, level: cell.level }));
    }
  }

  /** @param {Cell} cell @param {AbortSignal} signal @param {() => void} done @param {boolean} [urgent] */
  async #make(cell, signal, done, urgent = false) {
    const source = this.#selection.source;
    if (!source) return;
    cell.picture.hidden = true;
    cell.element.classList.remove("failed");
    const query = this.#selection.query({ level: cell.level, width: CELL_WIDTH, quality: 85 });
    try {
      const { picture } = await this.#variants.fetch(
        variantUrl(source.id, cell.steps.join("+"), query),
        signal,
        urgent,
      );
      URL.revokeObjectURL(cell.picture.src);
      cell.picture.src = URL.createObjectURL(picture);
      cell.picture.hidden = false;
      done();
    } catch (error) {
      if (signal.aborted) return;
      cell.element.classList.add("failed");
      cell.element.title = /** @type {Error} */ (error).message;
    }
  }

  #count() {
    setText(this.#made, t("lab-made", { made: this.#done, all: this.#cells.length }));
  }
}
