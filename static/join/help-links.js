/**
 * The ways to the help and to the documentation, from every page at which people may not know what to do next.
 */

import { h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { t } from "../shared/messages.js";

/** @returns {HTMLElement[]} */
export function helpLinks() {
  const test = location.pathname === "/selftest" ? [] : [row("/selftest", t("selftest-heading"), t("selftest-link"))];
  return [
    ...test,
    row("/help", t("join-help"), t("join-help-words")),
    row("/docs", t("top-docs"), t("join-docs-words")),
  ];
}

/**
 * @param {string} href
 * @param {string} name
 * @param {string} words
 * @returns {HTMLElement}
 */
function row(href, name, words) {
  return h(
    "a",
    { class: "row-link", href },
    icon("note", 18),
    h("span", {}, h("b", {}, name), h("small", {}, words)),
    icon("next"),
  );
}
