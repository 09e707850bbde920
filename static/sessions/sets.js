/**
 * The sets of a session: one field for each phone, which fills the set of that name.
 */

import { fill, h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { Field } from "../shared/controls.js";
import { keepLowerCase, nameProblem } from "../shared/rules.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").FormRules} Rules */

/** The fields, and what adds and removes them. */
export class Sets {
  #row = h("div", { class: "three" });
  element = h("div", { class: "form-content" }, h("p", { class: "caption" }, t("new-sets-words")), this.#row);
  #rules;
  #on;
  /** @type {Field[]} */
  #fields = [];

  /** @param {Rules} rules @param {string[]} names @param {{ changed(): void, named(): void }} on `named`: a name is complete */
  constructor(rules, names, on) {
    this.#rules = rules;
    this.#on = on;
    for (const name of names) this.#add(name);
  }

  /** @returns {string[]} */
  get values() {
    return this.#fields.map((field) => field.value);
  }

  /** @returns {Record<string, Field>} by the names the API has for them */
  get fields() {
    return Object.fromEntries(this.#fields.map((field, position) => [`sets.${position}`, field]));
  }

  /** @returns {boolean} */
  validate() {
    const names = this.values;
    this.#fields.forEach((field, position) => {
      const twice = names.indexOf(field.value) !== position;
      field.error = nameProblem(field.value, this.#rules.names.set) || (twice ? t("new-set-twice") : "");
    });
    return this.#fields.every((field) => !field.wrong);
  }

  /** @param {string} name */
  #add(name) {
    const { longest, example } = this.#rules.names.set;
    const input = h("input", {
      type: "text",
      value: name,
      placeholder: example,
      autocapitalize: "none",
      spellcheck: "false",
      id: `set-${crypto.randomUUID()}`,
    });
    input.maxLength = 2 * longest;
    const field = new Field("", input);
    this.#fields.push(field);
    keepLowerCase(input);
    input.addEventListener("change", () => this.#on.named());
    this.#show();
  }

  /** @param {Field} field */
  #remove(field) {
    this.#fields = this.#fields.filter((other) => other !== field);
    this.#show();
    this.#on.named();
    this.#on.changed();
  }

  #another() {
    this.#add("");
    this.#fields.at(-1)?.control.focus();
    this.#on.changed();
  }

  #show() {
    const add = h(
      "button",
      { type: "button", class: "button", on: { click: () => this.#another() } },
      icon("plus"),
      t("new-another-phone"),
    );
    const nodes = this.#fields.map((field, position) => {
      const label = /** @type {HTMLLabelElement} */ (field.element.querySelector("label"));
      label.textContent = t("new-phone-fills", { n: position + 1 });
      const remove = h(
        "button",
        {
          type: "button",
          class: "button quiet",
          "aria-label": t("new-remove-phone", { n: position + 1 }),
          on: { click: () => this.#remove(field) },
        },
        icon("cross"),
      );
      return h("div", { class: "set-field" }, field.element, this.#fields.length > 1 ? remove : null);
    });
    fill(this.#row, ...nodes, this.#fields.length < this.#rules.sets ? h("div", { class: "set-add" }, add) : null);
  }
}
