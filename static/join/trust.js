/**
 * How to trust this lab's certificate, for every system; the one of this device first.
 */

import { byId, fill, h } from "../shared/dom.js";
import { path } from "../shared/format.js";
import { icon } from "../shared/icons.js";
import { t, tRich } from "../shared/messages.js";
import { helpLinks } from "./help-links.js";

/** @typedef {import("../shared/messages.js").MessageId} Key */

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
  return h(
    "details",
    { class: "system", open },
    h("summary", {}, t(/** @type {Key} */ (`trust-${system}`))),
    h(
      "ol",
      {},
      ...numbers.map((number) =>
        h(
          "li",
          {},
          h("span", { class: "step-number", "aria-hidden": "true" }, String(number)),
          h("span", {}, tRich(/** @type {Key} */ (`trust-${system}-${number}`))),
        ),
      ),
    ),
  );
}

/** @returns {Node[]} what devices show of the certificate before they trust it */
function fingerprint() {
  const { fingerprint: pairs } = document.body.dataset;
  return pairs
    ? [h("p", { class: "fingerprint" }, t("trust-fingerprint"), h("code", { class: "mono" }, path(pairs, ":")))]
    : [];
}

/** @returns {string} the page of this lab that led here */
function cameFrom() {
  const before = document.referrer ? new URL(document.referrer) : null;
  return before?.origin === location.origin && before.pathname !== location.pathname
    ? before.pathname + before.search
    : "/join";
}

const own = SYSTEMS.find(([, pattern]) => pattern.test(navigator.userAgent))?.[0];
const sorted = SYSTEMS.toSorted(([a], [b]) => Number(b === own) - Number(a === own));
fill(
  byId("main"),
  h("img", { class: "mark", src: "/static/shared/icon.svg", alt: "", width: "40", height: "40" }),
  h("h1", {}, t("trust-heading")),
  h("p", { class: "lead" }, t("trust-words")),
  h(
    "a",
    { class: "button filled large", href: "/api/v1/ca.crt", download: "chexphoto-lab-ca.crt" },
    icon("download"),
    t("trust-download"),
  ),
  ...fingerprint(),
  ...sorted.map(([system, , count]) => steps(system, count, system === own)),
  h(
    "a",
    { class: "row-link", href: cameFrom() },
    icon("previous"),
    h("span", {}, h("b", {}, t("trust-back")), h("small", {}, t("trust-back-words"))),
  ),
  ...helpLinks(),
  h("p", { class: "caption foot" }, t("trust-why")),
);
