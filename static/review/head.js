/**
 * The line above the pictures: which photo, how the two are shown, results; and who reads, in the bar at the top.
 */

import { byId, fill, h, setText } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { t } from "../shared/messages.js";
import { nameOfLink } from "./questions.js";

/** @typedef {import("../types/api").QueuedPhoto} QueuedPhoto */
/** @typedef {import("../types/api").ReaderPlace} ReaderPlace */
/** @typedef {import("./picture-viewer.js").Mode} Mode */

/** The page's heading and its switches. */
export class Head {
  #set = h("h1", {}, t("review-heading"));
  #photo = h("span", { class: "review-photo" });
  #path = h("span", { class: "mono review-path" });
  #modes;
  #reader;
  element;

  /**
   * @param {import("./selection.js").Selection} selection
   * @param {{ mode(mode: Mode): void, rename(): void }} actions
   */
  constructor(selection, actions) {
    const mode = (/** @type {Mode} */ name, /** @type {string} */ label, /** @type {string} */ key) =>
      h(
        "button",
        { type: "button", "aria-keyshortcuts": key, on: { click: () => actions.mode(name) } },
        label,
        h("span", { class: "key", "aria-hidden": "true" }, key),
      );
    this.#modes = { side: mode("side", t("review-side"), "S"), flicker: mode("flicker", t("review-flicker"), "F") };
    const byLink = Boolean(nameOfLink());
    this.#reader = byLink
      ? h("span", { class: "reader" })
      : h("button", { type: "button", class: "reader", on: { click: actions.rename } });
    this.element = h(
      "div",
      { class: "review-head" },
      this.#set,
      this.#photo,
      this.#path,
      h(
        "div",
        { class: "review-switches" },
        byLink ? null : h("a", { class: "button quiet", href: selection.address("results") }, t("review-to-results")),
        h(
          "div",
          { class: "modes", role: "group", "aria-label": t("review-modes") },
          this.#modes.side,
          this.#modes.flicker,
        ),
      ),
    );
    byId("top").querySelector(".top-facts")?.prepend(this.#reader);
  }

  set mode(/** @type {Mode} */ chosen) {
    for (const [name, element] of Object.entries(this.#modes))
      element.setAttribute("aria-pressed", String(name === chosen));
  }

  /** @param {QueuedPhoto | null} photo @param {ReaderPlace | null} reader */
  update(photo, reader) {
    setText(this.#set, photo?.set ?? t("review-heading"));
    setText(this.#photo, photo ? placeWords(photo) : "");
    setText(this.#path, photo?.xray_path.split("/").slice(2).join("/") ?? "");
    if (!reader) return;
    const { name, place } = reader;
    const words = t(place === 1 ? "review-place-1" : place === 2 ? "review-place-2" : "review-place", { name, place });
    fill(this.#reader, icon("person"), words);
    if (!nameOfLink()) this.#reader.setAttribute("aria-label", t("review-change-name", { name: words }));
  }
}

/** @param {QueuedPhoto} photo @returns {string} */
function placeWords({ kind, index, attempt }) {
  return kind === "image" ? t("review-image", { index }) : t("review-photo", { index, attempt });
}
