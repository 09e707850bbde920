/**
 * A session whose photos a person takes: the shutter of the phones (a key, or a presenter remote at this computer), Next,
 * and the conditions, which may change meanwhile.
 */

import { post } from "../shared/api.js";
import { askConditions } from "../shared/ask-conditions.js";
import { Button } from "../shared/controls.js";
import { h, setText } from "../shared/dom.js";
import { count } from "../shared/format.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").SessionSnapshot} Snapshot */

/** A line with two buttons, while such a session is running. */
export class ByHand {
  #session;
  /** @type {Snapshot | null} */
  #snapshot = null;
  #words = h("p", { class: "caption" });
  #problem = h("p", { class: "stop", role: "alert" });
  #shutter = new Button(t("console-shutter"), () => this.press(), { icon: "camera", key: t("key-page-down") });
  #conditions = new Button(t("hand-conditions"), () => this.#ask(), { icon: "note" });
  element = h(
    "section",
    { class: "by-hand", "aria-label": t("console-by-hand") },
    this.#shutter.element,
    this.#conditions.element,
    this.#words,
    this.#problem,
  );

  /** @param {string} session */
  constructor(session) {
    this.#session = session;
    this.element.hidden = true;
  }

  /** @param {Snapshot} snapshot */
  update(snapshot) {
    this.#snapshot = snapshot;
    const { by_hand: hand, phase, waits_for } = snapshot;
    this.element.hidden = !hand || phase !== "running";
    if (!hand) return;
    this.#shutter.label = t(hand.stays === null ? "console-shutter" : "hand-next");
    this.#conditions.label = t(hand.ask_conditions ? "hand-conditions-ask" : "hand-conditions");
    setText(this.#words, hand.stays === null ? waits_for.join(" ") : t("hand-good", { index: count(hand.stays) }));
  }

  /** Press the shutter of every phone, or go on where an x-ray waits for that. */
  async press() {
    if (this.element.hidden) return;
    setText(this.#problem, "");
    await post(`/sessions/${this.#session}/shutter`).catch((error) => setText(this.#problem, error.message));
  }

  #ask() {
    askConditions(this.#snapshot?.conditions ?? {}, (conditions) =>
      post(`/sessions/${this.#session}/conditions`, conditions),
    );
  }
}
