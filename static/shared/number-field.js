/**
 * A field for a whole number: empty, out of its limits and not a whole number are errors at the field, never another number.
 */

import { h } from "./dom.js";
import { range, wholeNumber } from "./format.js";
import { Field } from "./controls.js";
import { t } from "./messages.js";

/** A labelled whole number. */
export class NumberField extends Field {
  #least;
  #most;
  #optional;

  /**
   * @param {string} label
   * @param {{ id: string, least: number, most: number, value?: number | null, hint?: string, optional?: boolean, placeholder?: string }} options
   */
  constructor(label, { id, least, most, value = null, hint = "", optional = false, placeholder = "" }) {
    super(
      label,
      h("input", {
        type: "number",
        id,
        step: "1",
        value: value === null ? "" : String(value),
        required: !optional,
        placeholder,
      }),
      { hint },
    );
    this.#optional = optional;
    this.#least = least;
    this.#most = most;
    this.limit(least, most);
    this.control.addEventListener("input", () => {
      if (this.control.hasAttribute("aria-invalid")) this.validate();
    });
    this.control.addEventListener("change", () => this.validate());
  }

  /** @param {number} least @param {number} most what it may be from now on */
  limit(least, most) {
    this.#least = least;
    this.#most = most;
    this.control.setAttribute("min", String(least));
    this.control.setAttribute("max", String(most));
  }

  /** @returns {number | null} null when nothing is there, or nothing that is allowed */
  get number() {
    const number = wholeNumber(this.value);
    return number >= this.#least && number <= this.#most ? number : null;
  }

  /** @returns {boolean} whether what is there is allowed; what is allowed is said where it is not */
  validate() {
    const empty = !this.value && !this.control.validity.badInput;
    const good = this.number !== null || (this.#optional && empty);
    this.error = good ? "" : t("new-range-allowed", { range: range(this.#least, this.#most) });
    return good;
  }
}
