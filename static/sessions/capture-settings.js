/**
 * How photos are taken in a session: the server's own settings, which a session may change for itself.
 */

import { h } from "../shared/dom.js";
import { NumberField } from "../shared/number-field.js";
import { Field } from "../shared/controls.js";
import { bounded } from "../shared/rules.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").FormRules} Rules */
/** @typedef {import("../types/api").UsualCapture} UsualCapture */

const POLICIES = /** @type {const} */ (["strict", "flag", "off"]);
const NUMBERS = /** @type {const} */ (["settle_ms", "fresh_frames", "max_automatic_retakes"]);

/** Its fields. */
export class CaptureSettings {
  #numbers;
  #policy;
  #thumbnail = h("input", { type: "checkbox", id: "thumbnail" });
  #title;
  element;

  /** @param {Rules} rules @param {UsualCapture} usual the server's settings */
  constructor(rules, usual) {
    this.#numbers = NUMBERS.map(
      (name) =>
        new NumberField(t(`new-${name}`), {
          ...rules.numbers[name],
          id: name,
          value: usual[name],
          hint: t(`new-${name}-hint`, { ...rules.numbers[name] }),
        }),
    );
    this.#policy = new Field(
      t("new-check"),
      h(
        "select",
        { id: "check" },
        ...POLICIES.map((policy) =>
          h("option", { value: policy, selected: policy === usual.verification }, t(`new-check-${policy}`)),
        ),
      ),
    );
    this.#policy.control.addEventListener("change", () => this.#explain());
    this.#title = new Field(t("new-title"), bounded(h("input", { type: "text", id: "title" }), "title"), {
      hint: t("new-title-hint"),
    });
    this.#thumbnail.checked = usual.thumbnail;
    this.#explain();
    this.element = h(
      "div",
      { class: "form-content" },
      h("div", { class: "three" }, ...this.#numbers.map(({ element }) => element)),
      h("div", { class: "three" }, this.#policy.element, this.#title.element),
      h("label", { class: "check-row", for: "thumbnail" }, this.#thumbnail, t("new-thumbnail")),
    );
  }

  /** @returns {boolean} */
  validate() {
    return this.#numbers.filter((field) => !field.validate()).length === 0;
  }

  /** @returns {string} */
  get title() {
    return this.#title.value;
  }

  /** @returns {Record<string, unknown>} as the API takes them; to be asked for only when they are valid */
  get values() {
    const numbers = NUMBERS.map((name, position) => [name, this.#numbers[position]?.number]);
    return {
      ...Object.fromEntries(numbers),
      thumbnail: this.#thumbnail.checked,
      verification: this.#policy.control.value,
    };
  }

  /** @returns {Record<string, Field | undefined>} by the names the API has for them */
  get fields() {
    return {
      title: this.#title,
      ...Object.fromEntries(NUMBERS.map((name, position) => [`settings.${name}`, this.#numbers[position]])),
    };
  }

  #explain() {
    const policy = /** @type {typeof POLICIES[number]} */ (this.#policy.control.value);
    this.#policy.hint = t(`new-check-${policy}-hint`);
  }
}
