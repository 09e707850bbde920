/**
 * The bar at the top of the operator's pages.
 */

import { call, post } from "./api.js";
import { byId, fill, h } from "./dom.js";
import { size } from "./format.js";
import { icon } from "./icons.js";
import { t } from "./messages.js";

/** @typedef {import("../types/messages").MessageId} MessageId */

/** @type {[string, MessageId][]} */
const OF_READER = [["/review", "top-review"]];
/** @type {[string, MessageId][]} */
const OF_OPERATOR = [
  ["/", "top-sessions"],
  ["/studies", "top-studies"],
  ["/overview", "top-overview"],
  ["/transforms", "top-transforms"],
  ...OF_READER,
  ["/loose", "top-loose"],
  ["/challenge", "top-challenges"],
];

/**
 * @param {"/" | "/studies" | "/transforms" | "/review" | "/loose" | "/challenge" | ""} here the page of the navigation this is
 * @param {{ reader?: boolean }} [who] whether a reader came by a link, to whom no other page is open
 */
export function navbar(here, { reader = false } = {}) {
  const free = h("span", { class: "optional" });
  const out = h("button", { type: "button", on: { click: () => void signOut() } }, icon("person"), t("top-sign-out"));
  fill(
    byId("top"),
    h(
      "a",
      { class: "brand", href: reader ? "/review" : "/" },
      h("img", { src: "/static/shared/icon.svg", alt: t("app"), width: "20", height: "20" }),
      h("span", { class: "brand-name", "aria-hidden": "true" }, t("app")),
    ),
    h(
      "nav",
      { "aria-label": t("top-navigation") },
      ...(reader ? OF_READER : OF_OPERATOR).map(([href, words]) => link(href, t(words), here)),
    ),
    h(
      "div",
      { class: "top-facts" },
      h("a", { href: "/help" }, icon("note"), t("top-help")),
      h("a", { href: "/docs" }, icon("note"), t("top-docs")),
      h("a", { class: "optional", href: "/trust" }, icon("lock"), t("top-certificate")),
      free,
      out,
    ),
  );
  if (!reader) void showFree(free);
}

/**
 * @param {string} href
 * @param {string} words
 * @param {string} here
 * @returns {HTMLElement}
 */
function link(href, words, here) {
  return h("a", { href, "aria-current": here === href ? "page" : null }, words);
}

/** @param {HTMLElement} place */
async function showFree(place) {
  const { free_bytes } = await call("/server").catch(() => ({ free_bytes: null }));
  if (free_bytes !== null) fill(place, icon("disk"), t("top-free", { size: size(free_bytes) }));
}

async function signOut() {
  await post("/sign-out").catch(() => undefined);
  location.assign("/sign-in");
}

/**
 * A page that cannot show what it is for.
 *
 * @param {Element} main
 * @param {unknown} error
 */
export function failed(main, error) {
  const refused = /** @type {{ status?: number }} */ (error).status;
  if (refused === 401) location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
  fill(
    main,
    h("h1", {}, t("error-heading")),
    h("p", { role: "alert" }, error instanceof Error ? error.message : String(error)),
    h("p", {}, h("a", { href: location.href }, t("error-again"))),
  );
}
