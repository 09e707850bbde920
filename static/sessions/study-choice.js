/**
 * The study that a new session belongs to: asked for only where its data set has more than one.
 */

import { Field } from "../shared/controls.js";
import { fill, h } from "../shared/dom.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").StudyLine} StudyLine */

/** The field; the oldest study comes first, as the server would choose. */
export class StudyChoice {
  #studies;
  #select = h("select", { id: "study" });
  #field = new Field(t("new-study"), this.#select);
  #dataset = "";

  /** @param {StudyLine[]} studies newest first */
  constructor(studies) {
    this.#studies = [...studies].reverse();
    this.#field.element.hidden = true;
  }

  get element() {
    return this.#field.element;
  }

  /** @returns {string | null} the chosen study; null leaves it to the server */
  get value() {
    return this.#field.element.hidden ? null : this.#select.value;
  }

  /** @param {string} dataset the chosen data set */
  offer(dataset) {
    if (dataset === this.#dataset) return;
    this.#dataset = dataset;
    const own = this.#studies.filter((study) => study.dataset.id === dataset);
    fill(this.#select, ...own.map(({ id, name }) => h("option", { value: id }, name)));
    this.#field.element.hidden = own.length < 2;
  }
}
