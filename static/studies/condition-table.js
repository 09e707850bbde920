/**
 * How many x-rays each value of a condition is planned for and has photos of: what is thin stands out.
 */

import { fill, h } from "../shared/dom.js";
import { count } from "../shared/format.js";
import { known, t } from "../shared/messages.js";

/** @typedef {import("../types/api").ConditionView} Condition */

/** A value with less than this share of the average of its condition is thin. */
const THIN = 0.5;

/** @param {string} name @returns {string} */
export function conditionLabel(name) {
  const id = `condition-${name}`;
  return known(id) ? t(/** @type {import("../shared/messages.js").MessageId} */ (id)) : name;
}

/**
 * @param {Condition[]} values of one condition
 * @returns {Set<string>} those with clearly fewer photos than the others
 */
export function thinValues(values) {
  const average = values.reduce((sum, { stored }) => sum + stored, 0) / values.length;
  return new Set(values.filter(({ stored }) => stored < THIN * average).map(({ value }) => value));
}

/** The table. */
export class ConditionTable {
  element = h("section", { class: "by-condition" });

  /** @param {Condition[]} conditions */
  update(conditions) {
    /** @type {Map<string, Condition[]>} */
    const groups = new Map();
    for (const row of conditions) groups.set(row.condition, [...(groups.get(row.condition) ?? []), row]);
    fill(
      this.element,
      h("h2", {}, t("study-conditions")),
      conditions.length
        ? h(
            "table",
            {},
            h("caption", { class: "caption" }, t("study-conditions-words")),
            h("thead", {}, h("tr", {}, ...["condition", "value", "planned", "stored"].map(heading))),
            ...[...groups.values()].map(group),
          )
        : h("p", { class: "caption" }, t("study-conditions-none")),
    );
  }
}

/** @param {string} name */
function heading(name) {
  const id = /** @type {import("../shared/messages.js").MessageId} */ (`study-column-${name}`);
  return h("th", { scope: "col" }, t(id));
}

/** @param {Condition[]} values @returns {HTMLElement} */
function group(values) {
  const thin = thinValues(values);
  const most = Math.max(1, ...values.map(({ planned, stored }) => Math.max(planned, stored)));
  const rows = values.map(({ condition, value, planned, stored }, position) => {
    const bar = h("span", { class: "amount", "aria-hidden": "true" }, h("span", {}));
    /** @type {HTMLElement} */ (bar.firstElementChild).style.width = `${(100 * stored) / most}%`;
    return h(
      "tr",
      {},
      position === 0 ? h("th", { scope: "rowgroup", rowspan: String(values.length) }, conditionLabel(condition)) : null,
      h("td", {}, value),
      h("td", {}, planned ? count(planned) : "–"),
      h("td", {}, bar, count(stored), thin.has(value) ? h("span", { class: "wait" }, ` ${t("study-thin")}`) : null),
    );
  });
  return h("tbody", {}, ...rows);
}
