/**
 * The rules of forms. They are the server's own, asked for once a page, so that the form and the server never disagree.
 */

import { ApiError, call } from "./api.js";

/** @typedef {import("../types/api").FormRules} Rules */
/** @typedef {import("../types/api").NameRuleView} NameRule */
/** @typedef {import("./controls.js").Field} Field */

/** @type {Promise<Rules> | null} */
let asked = null;

/** @returns {Promise<Rules>} */
export function readRules() {
  asked ??= call("/server").then(
    ({ rules }) => rules,
    (error) => {
      asked = null;
      throw error;
    },
  );
  return asked;
}

/**
 * Hold a text to its length, once the rules are known; a longer one is refused by the server.
 *
 * @param {HTMLInputElement} input
 * @param {keyof Rules["longest"]} text
 * @returns {HTMLInputElement}
 */
export function bounded(input, text) {
  void readRules().then(
    ({ longest }) => {
      input.maxLength = longest[text];
    },
    () => undefined,
  );
  return input;
}

/**
 * What is wrong with a name, in words; empty when nothing is.
 *
 * @param {string} name
 * @param {NameRule} rule
 * @returns {string}
 */
export function nameProblem(name, rule) {
  if (name.length > rule.longest || !new RegExp(`^(?:${rule.pattern})$`).test(name)) return rule.sentence;
  const [stem = ""] = name.split(".");
  return rule.reserved.includes(stem.toLowerCase()) ? rule.reserved_sentence.replace("{name}", name) : "";
}

/**
 * Turn what is typed into lower case, the caret where it was.
 *
 * @param {HTMLInputElement} input
 */
export function keepLowerCase(input) {
  input.addEventListener("input", () => {
    const lower = input.value.toLowerCase();
    if (lower === input.value) return;
    const { selectionStart, selectionEnd } = input;
    input.value = lower;
    input.setSelectionRange(selectionStart, selectionEnd);
  });
}

/**
 * Say at each field what the server has refused about it.
 *
 * @param {unknown} error
 * @param {Record<string, Field | undefined>} fields by the names that the API has for them
 * @returns {string} what no field can say; empty when all is said
 */
export function sayAtFields(error, fields) {
  const faults =
    error instanceof ApiError
      ? /** @type {{ field: string, message: string }[] | undefined} */ (error.details.fields)
      : undefined;
  const others = (faults ?? []).filter(({ field, message }) => {
    const at = fields[field];
    if (at) at.error = message;
    return !at;
  });
  if (faults) return others.map(({ message }) => message).join(" ");
  return error instanceof Error ? error.message : String(error);
}
