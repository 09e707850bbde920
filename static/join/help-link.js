/**
 * The way to the guide, from every page at which people may not know how to go on.
 */

import { h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { t } from "../shared/messages.js";

/** @returns {HTMLElement} */
export function helpLink() {
  return h(
    "a",
    { class: "row-link", href: "/help" },
    icon("note", 18),
    h("span", {}, h("b", {}, t("join-help")), h("small", {}, t("join-help-words"))),
    icon("next"),
  );
}
