/**
 * How far the display may vary from x-ray to x-ray: folded away, because most sessions leave it at nothing.
 */

import { h } from "../shared/dom.js";
import { NumberField } from "../shared/number-field.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").FormRules} Rules */

const NUMBERS = /** @type {const} */ ([
  "colour_temperature_k",
  "dimming_percent",
  "cursor_percent",
  "background_percent",
  "shift_percent",
  "shrink_percent",
  "seed",
]);

/** Its fields. */
export class DisplayVariation {
  #fields;
  element;

  /** @param {Rules} rules */
  constructor(rules) {
    this.#fields = NUMBERS.map(
      (name) =>
        new NumberField(t(`new-vary-${name}`), {
          ...rules.numbers[name],
          id: `vary-${name}`,
          value: 0,
          hint: t(`new-vary-${name}-hint`, { ...rules.numbers[name] }),
        }),
    );
    this.element = h(
      "details",
      { class: "form-content display-varies" },
      h("summary", {}, t("new-vary-heading")),
      h("p", { class: "caption" }, t("new-vary-words")),
      h("div", { class: "three" }, ...this.#fields.map(({ element }) => element)),
    );
  }

  /** @returns {boolean} */
  validate() {
    const wrong = this.#fields.filter((field) => !field.validate());
    if (wrong.length) this.element.open = true;
    return wrong.length === 0;
  }

  /** @returns {Record<string, number | null>} as the API takes them; to be asked for only when they are valid */
  get values() {
    return Object.fromEntries(NUMBERS.map((name, position) => [name, this.#fields[position].number]));
  }

  /** @returns {Record<string, NumberField>} by the names the API has for them */
  get fields() {
    return Object.fromEntries(NUMBERS.map((name, position) => [`display_variation.${name}`, this.#fields[position]]));
  }
}
