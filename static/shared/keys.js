/**
 * Keyboard keys of a page, off in fields and while a dialog is open.
 */

import { h } from "./dom.js";
import { tell } from "./dialog.js";
import { t } from "./messages.js";

/** @typedef {{ key: string, also?: string[], label: string, words: string, action: () => unknown }} Key `also`: a presenter's keys, say */

/**
 * @param {KeyboardEvent} event
 * @returns {boolean}
 */
function isTyping(event) {
  const target = /** @type {Element | null} */ (event.target instanceof Element ? event.target : null);
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return true;
  if (target?.closest("input, select, textarea")) return true;
  return event.key === " " && Boolean(target?.closest("button, a, summary"));
}

/**
 * Listen for the page's keys; "?" lists them.
 *
 * @param {Key[]} keys
 */
export function listen(keys) {
  const rows = () =>
    h(
      "ul",
      { class: "checklist key-list" },
      ...keys.map(({ label, words }) =>
        h("li", { class: "key-row" }, h("span", { class: "key" }, label), h("span", {}, words)),
      ),
    );
  /** @type {Key[]} */
  const all = [...keys, { key: "?", label: "?", words: "", action: () => tell(t("keys-heading"), rows()) }];
  // Whoever does not know of "?" finds the keys in the bar.
  document
    .querySelector(".top-facts")
    ?.prepend(
      h(
        "button",
        { type: "button", class: "keys-button", on: { click: all[keys.length].action } },
        h("span", { class: "key", "aria-hidden": "true" }, "?"),
        t("keys-heading"),
      ),
    );
  document.addEventListener("keydown", (event) => {
    if (isTyping(event) || event.repeat) return;
    const found = all.find(({ key, also = [] }) =>
      [key, ...also].some((name) => name.toLowerCase() === event.key.toLowerCase()),
    );
    if (!found) return;
    event.preventDefault();
    found.action();
  });
}
