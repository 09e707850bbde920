/**
 * The way to the guide, from every page at which people may not know how to go on.
 */

import { h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { say } from "../shared/words.js";

/** @returns {HTMLElement} */
export function helpLink() {
  return h(
    "a",
    { class: "row-link", href: "/help" },
    icon("note", 18),
    h("span", {}, h("b", {}, say("join.help")), h("small", {}, say("join.help.words"))),
    icon("next"),
  );
}
