/**
 * What a reader may answer: the big button, the numbered reasons, back, next, undo, a note.
 */

import { fill, h, setText } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { t, tRich } from "../shared/messages.js";

/** @typedef {import("../types/page").Reason} Reason */
/** @typedef {import("../types/api").QueuedPhoto} QueuedPhoto */
/** @typedef {{ usable(): unknown, reason(reason: Reason): unknown, back(): unknown, next(): unknown, undo(): unknown, note(): unknown }} Actions */

/** @type {Reason[]} in the order of their keys, 1 to 6 */
export const REASONS = ["glare", "blur", "cut_off", "too_dark", "not_this_xray", "other"];

/** @param {Reason} reason @returns {string} */
export const reasonWords = (reason) => t(reason === "other" ? "review-reason-other-dots" : `review-reason-${reason}`);

/** @param {string} label @returns {HTMLElement} */
const key = (label) => h("span", { class: "key", "aria-hidden": "true" }, label);

/** The buttons under the pictures. */
export class Panel {
  #usable;
  #reasons;
  #usableWords = h("span", {}, t("review-usable"));
  #unusableWords = h("h2", {}, t("review-unusable"));
  #state = h("p", { class: "caption review-state", role: "status" });
  #problem = h("p", { class: "stop review-problem", role: "alert" });
  element;

  /** @param {Actions} actions */
  constructor(actions) {
    this.#usable = button(
      "button filled usable",
      actions.usable,
      "Space",
      icon("check"),
      this.#usableWords,
      key(t("key-space")),
    );
    this.#reasons = REASONS.map((reason, position) => ({
      reason,
      element: button(
        "button reason",
        () => actions.reason(reason),
        String(position + 1),
        key(String(position + 1)),
        h("span", {}, reasonWords(reason)),
      ),
    }));
    const steps = h(
      "div",
      { class: "review-steps" },
      button("button", actions.back, "ArrowLeft", icon("previous"), h("span", {}, t("review-back")), key("←")),
      button("button", actions.undo, "U", icon("undo"), h("span", {}, t("review-undo")), key("U")),
      button("button", actions.next, "ArrowRight", h("span", {}, t("review-next")), key("→"), icon("next")),
    );
    this.element = h(
      "div",
      { class: "review-panel" },
      h("div", { class: "review-first" }, this.#usable, steps, this.#state, this.#problem),
      h(
        "div",
        { class: "review-why" },
        h(
          "div",
          { class: "review-why-head" },
          this.#unusableWords,
          h("span", { class: "caption" }, t("review-one-key")),
          button("link-button", actions.note, "N", t("review-note")),
        ),
        h("div", { class: "reasons" }, ...this.#reasons.map(({ element }) => element)),
      ),
    );
  }

  /** @param {string} words what went wrong; empty for nothing */
  set problem(words) {
    setText(this.#problem, words);
  }

  /**
   * @param {QueuedPhoto | null} photo
   * @param {string} note that goes with the next answer
   */
  update(photo, note) {
    const mine = photo?.mine ?? null;
    if (photo) {
      setText(this.#usableWords, t(photo.kind === "image" ? "review-fit" : "review-usable"));
      setText(this.#unusableWords, t(photo.kind === "image" ? "review-unfit" : "review-unusable"));
    }
    this.#usable.setAttribute("aria-pressed", String(mine?.choice === "usable"));
    for (const { reason, element } of this.#reasons)
      element.setAttribute("aria-pressed", String(mine?.reasons.includes(reason) ?? false));
    fill(
      this.#state,
      mine ? said(mine) : t("review-saved"),
      note ? h("span", { class: "review-note" }, t("review-note-kept", { note })) : null,
    );
  }
}

/** @param {import("../types/api").ReviewView} mine @returns {DocumentFragment} */
function said({ choice, reasons }) {
  return tRich(`review-mine-${choice}`, {
    reasons: reasons.map((reason) => t(`review-reason-${reason}`).toLowerCase()).join(", "),
  });
}

/**
 * @param {string} names
 * @param {() => unknown} action
 * @param {string} shortcut
 * @param {...import("../shared/dom.js").Child} children
 * @returns {HTMLButtonElement}
 */
function button(names, action, shortcut, ...children) {
  return h(
    "button",
    { type: "button", class: names, "aria-keyshortcuts": shortcut, on: { click: action } },
    ...children,
  );
}
