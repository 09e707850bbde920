/**
 * The planned conditions of one subset, as fields.
 */

import { h } from "../shared/dom.js";
import { CONDITIONS, conditionField } from "../sessions/conditions.js";

/** @typedef {import("../shared/controls.js").Field} Field */

/** Those of a session's form, and how the phone is held, which a plan varies too. */
const PLANNED = /** @type {[string, string[]][]} */ ([...CONDITIONS, ["phone_orientation", ["Portrait", "Landscape"]]]);

/** The fields. */
export class PlannedConditions {
  element = h("div", { class: "planned-conditions" });
  /** @type {Map<string, Field>} */
  #fields = new Map();

  /** @param {Record<string, string>} planned @param {() => void} changed */
  constructor(planned, changed) {
    for (const [name, values] of PLANNED) {
      const field = conditionField(name, values, planned[name] ?? "");
      field.control.value = planned[name] ?? "";
      field.control.addEventListener("input", changed);
      this.#fields.set(name, field);
      this.element.append(field.element);
    }
  }

  /** @returns {Record<string, string>} those that were noted */
  get values() {
    return Object.fromEntries(
      [...this.#fields].map(([name, field]) => [name, field.value]).filter(([, value]) => value),
    );
  }
}
