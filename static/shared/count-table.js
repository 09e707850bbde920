/**
 * A table of counts: so many columns of words, then numbers.
 */

import { h } from "./dom.js";

/**
 * @param {string} caption
 * @param {string[]} header
 * @param {string[][]} rows
 * @param {number} [words] how many columns are words
 * @returns {HTMLElement} with a place to scroll it sideways
 */
export function countTable(caption, header, rows, words = 1) {
  const kind = (/** @type {number} */ column) => (column < words ? null : "amount");
  return h(
    "div",
    { class: "count-table", tabindex: "0", role: "region", "aria-label": caption },
    h(
      "table",
      {},
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, ...header.map((name, at) => h("th", { scope: "col", class: kind(at) }, name)))),
      h(
        "tbody",
        {},
        ...rows.map((row) =>
          h(
            "tr",
            {},
            ...row.map((cell, at) => (at === 0 ? h("th", { scope: "row" }, cell) : h("td", { class: kind(at) }, cell))),
          ),
        ),
      ),
    ),
  );
}
