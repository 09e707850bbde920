/**
 * The conditions of a session: what is the same for all its photos. Nothing is noted that nobody stated: the fields start
 * empty, and what was noted last time is filled in only when a person says that it is so again.
 */

import { fill, h } from "../shared/dom.js";
import { Button, Field } from "../shared/controls.js";
import { bounded } from "../shared/rules.js";
import { t } from "../shared/messages.js";

/** @type {[string, string[]][]} name, and what there is to choose; nothing to choose: free words */
export const CONDITIONS = [
  ["room", []],
  ["room_light", ["Off", "Dimmed", "On"]],
  ["window_blinds", ["Closed", "Half open", "Open", "No window"]],
  ["tripod_position", []],
  ["monitor_colour_temperature", ["5000 K", "6500 K", "7500 K", "9300 K"]],
  ["screen_finish", ["Matte", "Glossy"]],
  ["cursor", ["Hidden", "Visible"]],
  ["notes", []],
];
const OF_ONE_SESSION = "notes";

/** The fields of the conditions. */
export class Conditions {
  element = h("div", { class: "form-content" });
  /** @type {Map<string, Field>} */
  #fields = new Map();
  /** @type {Map<string, string>} */
  #last = new Map();
  #confirmed = false;

  /** @param {Record<string, string> | null} last the last session's */
  constructor(last) {
    for (const [name, values] of CONDITIONS) {
      const field = conditionField(name, values, last?.[name] ?? "");
      field.control.addEventListener("input", () => this.#compare(name, field));
      this.#fields.set(name, field);
      if (last?.[name] && name !== OF_ONE_SESSION) this.#last.set(name, last[name]);
    }
    const fields = h("div", { class: "three" }, ...[...this.#fields.values()].map(({ element }) => element));
    fill(this.element, this.#last.size ? this.#offer() : null, fields);
  }

  /** @returns {Record<string, string>} */
  get values() {
    return Object.fromEntries([...this.#fields].map(([name, field]) => [name, field.value]));
  }

  /** @returns {Record<string, Field>} by the names the API has for them */
  get fields() {
    return Object.fromEntries([...this.#fields].map(([name, field]) => [`conditions.${name}`, field]));
  }

  #offer() {
    const words = h(
      "span",
      { class: "caption" },
      [...this.#last].map(([name, value]) => `${label(name)}: ${value}`).join("; "),
    );
    return h(
      "div",
      { class: "same-again" },
      new Button(t("conditions-same"), () => this.#fillIn(), { icon: "retake" }).element,
      words,
    );
  }

  #fillIn() {
    this.#confirmed = true;
    for (const [name, field] of this.#fields) {
      field.control.value = this.#last.get(name) ?? field.control.value;
      this.#compare(name, field);
    }
  }

  /** @param {string} name @param {Field} field what was confirmed and is changed since says what it was */
  #compare(name, field) {
    const before = this.#last.get(name);
    field.was = this.#confirmed && before && field.value !== before ? t("field-was", { value: before }) : "";
  }
}

/** @param {string} name @returns {string} */
export function label(name) {
  return t(/** @type {import("../shared/messages.js").MessageId} */ (`condition-${name}`));
}

/**
 * @param {string} name
 * @param {string[]} values
 * @param {string} last to be found among the values
 * @param {(input: HTMLInputElement, text: "notes" | "condition") => HTMLInputElement} hold a text to its length
 * @returns {Field}
 */
export function conditionField(name, values, last, hold = bounded) {
  const all = values.includes(last) || !last ? values : [last, ...values];
  const control = values.length
    ? h(
        "select",
        {},
        h("option", { value: "" }, t("conditions-not-noted")),
        ...all.map((value) => h("option", { value }, value)),
      )
    : hold(
        h("input", { type: "text", placeholder: t("conditions-not-noted") }),
        name === OF_ONE_SESSION ? "notes" : "condition",
      );
  control.id = `condition-${name}`;
  return new Field(label(name), control);
}
