/**
 * Which x-rays: the data set, from and to, and the strip of what the sets already have.
 */

import { call } from "../shared/api.js";
import { fill, h } from "../shared/dom.js";
import { count, range, wholeNumber } from "../shared/format.js";
import { Field } from "../shared/controls.js";
import { Strip } from "../shared/strip.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").DatasetView} Dataset */

const USUAL_SUBSET = 500;
const ADD = "+";

/**
 * The first run of at most `size` indices that nothing covers; the whole when all is covered.
 *
 * @param {[number, number][]} taken ranges, both ends included
 * @param {number} total
 * @param {number} [size]
 * @returns {[number, number]}
 */
export function nextFree(taken, total, size = USUAL_SUBSET) {
  let first = 1;
  for (const [from, to] of [...taken].sort((a, b) => a[0] - b[0])) {
    if (from > first) return [first, Math.min(first + size - 1, from - 1)];
    first = Math.max(first, to + 1);
  }
  return first > total ? [1, Math.min(size, total)] : [first, Math.min(first + size - 1, total)];
}

/**
 * Put a proposal into a field. Whoever is in the field replaces it by typing, and does not append to it.
 *
 * @param {import("../shared/controls.js").Field["control"]} control
 * @param {string} value
 */
function propose(control, value) {
  control.value = value;
  if (control === document.activeElement && control instanceof HTMLInputElement) control.select();
}

/** Data set, range and strip. */
export class Subset {
  element = h("div", {});
  #datasets;
  #on;
  #select = h("select", { id: "dataset" });
  #dataset = new Field(t("new-dataset"), this.#select);
  #from = new Field(t("new-from"), h("input", { type: "text", inputmode: "numeric", id: "from" }));
  #to = new Field(t("new-to"), h("input", { type: "text", inputmode: "numeric", id: "to" }));
  #strip = new Strip({ height: 18, dim: true });
  #note = h("p", { class: "caption" });
  #statistics = h("a", { target: "_blank", rel: "noopener" }, t("new-dataset-statistics"));
  /** @type {[number, number][]} */
  #taken = [];
  #touched = false;

  /** @param {Dataset[]} datasets @param {string} chosen @param {{ changed(): void, add(): void }} on */
  constructor(datasets, chosen, on) {
    this.#datasets = datasets;
    this.#on = on;
    fill(
      this.element,
      h("div", { class: "subset-fields" }, this.#dataset.element, this.#from.element, this.#to.element),
      this.#strip.element,
      this.#note,
      h("p", { class: "caption" }, this.#statistics),
    );
    this.#select.addEventListener("change", () => this.#chosen());
    for (const field of [this.#from, this.#to])
      field.control.addEventListener("input", () => {
        this.#touched = true;
        this.#draw();
      });
    this.offer(datasets, chosen);
  }

  /** @param {Dataset[]} datasets @param {string} chosen */
  offer(datasets, chosen) {
    this.#datasets = datasets;
    const known = datasets.some(({ id }) => id === chosen) ? chosen : datasets[0]?.id;
    fill(
      this.#select,
      ...datasets.map(({ id, name, xrays }) =>
        h("option", { value: id, selected: id === known }, t("new-dataset-option", { name, n: xrays })),
      ),
      datasets.length ? null : h("option", { value: "" }, t("new-dataset-none")),
      h("option", { value: ADD }, t("new-dataset-add")),
    );
    this.#touched = false;
  }

  /** @returns {Dataset | undefined} */
  get #current() {
    return this.#datasets.find(({ id }) => id === this.#select.value);
  }

  /** @returns {{ dataset: string, first: number, last: number }} */
  get values() {
    return { dataset: this.#select.value, first: wholeNumber(this.#from.value), last: wholeNumber(this.#to.value) };
  }

  /** @returns {Record<string, Field>} by the names the API has for them */
  get fields() {
    return { dataset: this.#dataset, first: this.#from, last: this.#to };
  }

  /** @returns {boolean} */
  validate() {
    const total = this.#current?.xrays ?? 0;
    const { first, last } = this.values;
    const inside = (/** @type {number} */ index) => Number.isInteger(index) && index >= 1 && index <= total;
    const allowed = t("new-range-allowed", { range: range(1, total) });
    this.#dataset.error = total ? (this.#current?.changed ? t("new-dataset-changed") : "") : t("new-dataset-choose");
    this.#from.error = !total || inside(first) ? "" : allowed;
    this.#to.error = !total || inside(last) ? (last < first ? t("new-range-order") : "") : allowed;
    return Boolean(total) && !this.#current?.changed && inside(first) && inside(last) && last >= first;
  }

  /** @param {string[]} sets show what these sets have, and propose what is free in all of them */
  async cover(sets) {
    const dataset = this.#current;
    this.#taken = [];
    if (dataset) {
      const coverage = await call(`/datasets/${dataset.id}/coverage`).catch(() => null);
      this.#taken = sets.flatMap((set) => coverage?.sets[set] ?? []);
      if (!this.#touched) {
        const [first, last] = nextFree(this.#taken, dataset.xrays);
        propose(this.#from.control, count(first));
        propose(this.#to.control, count(last));
      }
    }
    this.#draw();
  }

  #chosen() {
    if (this.#select.value === ADD) {
      this.#select.value = this.#datasets[0]?.id ?? "";
      this.#on.add();
      return;
    }
    this.#touched = false;
    void this.cover([]).then(() => this.#on.changed());
  }

  #draw() {
    const total = this.#current?.xrays ?? 1;
    const letters = new Array(total).fill(".");
    for (const [from, to] of this.#taken) letters.fill("a", from - 1, to);
    const { first, last } = this.values;
    const planned =
      first >= 1 && last >= first ? /** @type {[number, number]} */ ([first, Math.min(last, total)]) : null;
    this.#strip.update({ first: 1, last: total, sets: { [t("strip-taken")]: letters.join("") } }, { planned });
    const done = letters.filter((letter) => letter === "a").length;
    this.#note.textContent = t("new-coverage", { n: done, total });
    this.#statistics.hidden = !this.#current;
    this.#statistics.href = `/statistics?dataset=${this.#select.value}`;
  }
}
