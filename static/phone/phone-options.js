/**
 * What the person who holds this phone may set on it: sound, vibration, the level line, the app on the home screen. And
 * how much space for photos the browser has.
 */

import { fill, h, setText } from "../shared/dom.js";
import { size } from "../shared/format.js";
import { t } from "../shared/messages.js";
import { Level } from "./level.js";
import { wanted } from "./signals.js";

/** @typedef {Event & { prompt(): Promise<unknown> }} InstallPrompt what Chromium sends where the page can be installed */

/** One row that opens. */
export class PhoneOptions {
  #space = h("p", { class: "caption" });
  #level = h("button", { type: "button", class: "button" }, t("option-level"));
  #install = h("button", { type: "button", class: "button", hidden: true }, t("option-install"));
  element;

  /** @param {import("./signals.js").Signals} signals */
  constructor(signals) {
    this.element = h(
      "details",
      { class: "phone-options" },
      h("summary", {}, t("option-heading")),
      toggle(t("option-sound"), wanted().sound, (sound) => signals.want({ sound })),
      "vibrate" in navigator
        ? toggle(t("option-vibration"), wanted().vibration, (vibration) => signals.want({ vibration }))
        : null,
      this.#level,
      this.#install,
      this.#space,
    );
    this.#level.hidden = !Level.asks;
    this.#level.addEventListener("click", () => void this.#allowLevel());
    addEventListener("beforeinstallprompt", (event) => this.#offer(/** @type {InstallPrompt} */ (event)));
  }

  /** @param {Pick<import("./condition.js").Condition, "space" | "lasting">} condition */
  update({ space, lasting }) {
    const kept = lasting === null ? "" : t(lasting ? "option-space-lasting" : "option-space-passing");
    setText(this.#space, space === null ? "" : [t("option-space", { size: size(space) }), kept].join(" ").trim());
  }

  /** The level line needs nobody's permission any more. */
  levelled() {
    this.#level.hidden = true;
  }

  async #allowLevel() {
    this.#level.hidden = await Level.allow();
    if (!this.#level.hidden) fill(this.#level, t("option-level-refused"));
  }

  /** @param {InstallPrompt} prompt */
  #offer(prompt) {
    prompt.preventDefault();
    this.#install.hidden = false;
    this.#install.onclick = () => {
      this.#install.hidden = true;
      void prompt.prompt();
    };
  }
}

/** @param {string} words @param {boolean} checked @param {(on: boolean) => unknown} change @returns {HTMLElement} */
function toggle(words, checked, change) {
  const box = h("input", { type: "checkbox", checked, on: { change: () => change(box.checked) } });
  return h("label", { class: "check-row" }, box, words);
}
