/**
 * How to trust this lab's certificate, for every system; the one of this device first.
 */

import { byId, fill, h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { rich, say } from "../shared/words.js";

/** @typedef {import("../shared/words.js").Key} Key */

/** @type {[string, RegExp, number][]} system, how it calls itself, number of steps */
const SYSTEMS = [
  ["android", /Android/, 4],
  ["apple", /iPhone|iPad/, 4],
  ["windows", /Windows/, 4],
  ["mac", /Macintosh/, 3],
  ["linux", /Linux|X11/, 3],
];

/**
 * @param {string} system
 * @param {number} count
 * @param {boolean} open
 * @returns {HTMLElement}
 */
function steps(system, count, open) {
  const numbers = Array.from({ length: count }, (_, position) => position + 1);
  return h("details", { class: "system", open }, h("summary", {}, say(/** @type {Key} */ (`trust.${system}`))),
    h("ol", {}, ...numbers.map((number) => h("li", {}, h("span", { class: "step-number", "aria-hidden": "true" }, String(number)),
      h("span", {}, rich(/** @type {Key} */ (`trust.${system}.${number}`)))))));
}

const own = SYSTEMS.find(([, pattern]) => pattern.test(navigator.userAgent))?.[0];
const sorted = SYSTEMS.toSorted(([a], [b]) => Number(b === own) - Number(a === own));
fill(byId("main"),
  h("img", { class: "mark", src: "/static/shared/icon.svg", alt: "", width: "40", height: "40" }),
  h("h1", {}, say("trust.heading")), h("p", { class: "lead" }, say("trust.words")),
  h("a", { class: "button filled large", href: "/api/v1/ca.crt", download: "chexphoto-lab-ca.crt" }, icon("download"), say("trust.download")),
  ...sorted.map(([system, , count]) => steps(system, count, system === own)),
  h("p", { class: "caption foot" }, say("trust.why")));
