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
const WAYS = /** @type {const} */ (["automatic", "by_hand", "film", "presenter"]);
const BY_PERSON = /** @type {const} */ (["shutter_after_s", "conditions_every"]);

/** Its fields. */
export class CaptureSettings {
  #numbers;
  #policy;
  #way;
  #byPerson;
  #goesOn = h("input", { type: "checkbox", id: "goes-on" });
  #hand = h("div", { class: "form-content" });
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
    this.#way = new Field(
      t("new-way"),
      h("select", { id: "way" }, ...WAYS.map((way) => h("option", { value: way }, t(`new-way-${way}`)))),
    );
    this.#way.control.addEventListener("change", () => this.#explain());
    this.#byPerson = BY_PERSON.map(
      (name) =>
        new NumberField(t(`new-${name}`), {
          ...rules.numbers[name],
          id: name,
          value: usual[name],
          hint: t(`new-${name}-hint`, { ...rules.numbers[name] }),
        }),
    );
    this.#goesOn.checked = usual.goes_on === "asked";
    this.#hand.append(
      h("div", { class: "three" }, ...this.#byPerson.map(({ element }) => element)),
      h("label", { class: "check-row", for: "goes-on" }, this.#goesOn, t("new-goes_on")),
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
      h("div", { class: "three" }, this.#way.element),
      this.#hand,
      h("div", { class: "three" }, ...this.#numbers.map(({ element }) => element)),
      h("div", { class: "three" }, this.#policy.element, this.#title.element),
      h("label", { class: "check-row", for: "thumbnail" }, this.#thumbnail, t("new-thumbnail")),
    );
  }

  /** @returns {boolean} */
  validate() {
    const fields = this.way === "automatic" ? this.#numbers : [...this.#numbers, ...this.#byPerson];
    return fields.filter((field) => !field.validate()).length === 0;
  }

  /** @returns {typeof WAYS[number]} the way of capture */
  get way() {
    return /** @type {typeof WAYS[number]} */ (this.#way.control.value);
  }

  /** @returns {string} */
  get title() {
    return this.#title.value;
  }

  /** @returns {Record<string, unknown>} as the API takes them; to be asked for only when they are valid */
  get values() {
    const numbers = NUMBERS.map((name, position) => [name, this.#numbers[position]?.number]);
    const byPerson = BY_PERSON.map((name, position) => [name, this.#byPerson[position]?.number]);
    return {
      ...Object.fromEntries(numbers),
      ...(this.way === "automatic"
        ? {}
        : { ...Object.fromEntries(byPerson), goes_on: this.#goesOn.checked ? "asked" : "itself" }),
      thumbnail: this.#thumbnail.checked,
      verification: this.#policy.control.value,
    };
  }

  /** @returns {Record<string, Field | undefined>} by the names the API has for them */
  get fields() {
    return {
      title: this.#title,
      ...Object.fromEntries(NUMBERS.map((name, position) => [`settings.${name}`, this.#numbers[position]])),
      ...Object.fromEntries(BY_PERSON.map((name, position) => [`settings.${name}`, this.#byPerson[position]])),
    };
  }

  #explain() {
    const policy = /** @type {typeof POLICIES[number]} */ (this.#policy.control.value);
    this.#policy.hint = t(`new-check-${policy}-hint`);
    this.#way.hint = t(`new-way-${this.way}-hint`);
    this.#hand.hidden = this.way === "automatic";
  }
}
