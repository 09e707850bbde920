/**
 * The alert of the console: what happened, what is safe, and at most three things to do about it.
 */

import { fill, h } from "../shared/dom.js";
import { sentences } from "../shared/format.js";
import { icon } from "../shared/icons.js";
import { Button } from "../shared/controls.js";
import { t } from "../shared/messages.js";
import { isMismatch, Mismatch } from "./mismatch.js";

/** @typedef {import("../types/api").SessionSnapshot} Snapshot */
/** @typedef {{ resume(): unknown, skip(index: number | null): unknown, drop(device: string): unknown, exportPhotos(): unknown, retake(index: number): unknown }} Actions */

/** Reasons at which leaving the x-ray out helps, and those at which going on without the phone does. */
const SKIPPABLE = new Set([
  "show_failed",
  "xray_unreadable",
  "too_many_retakes",
  "showing_broken",
  "photos_lost",
  "no_attempt_left",
  "capture_failed",
]);
const DROPPABLE = new Set([
  "phone_paused",
  "phone_silent",
  "phone_not_ready",
  "phone",
  "capture_failed",
  "too_many_retakes",
  "photos_lost",
  "index_mismatch",
]);

/** Pauses that are nobody's fault have no error's name. */
const WISHES = new Set(["operator", "phone"]);

/** The alert; takes the focus once when it comes up. */
export class Notice {
  element = h("div", { class: "notice-place" });
  #actions;
  #shown = "";
  /** @type {Button | null} */
  #resume = null;

  /** @param {Actions} actions */
  constructor(actions) {
    this.#actions = actions;
  }

  /** @returns {Button | null} the filled button, when there is one */
  get primary() {
    return this.#resume;
  }

  /** @param {Snapshot} snapshot @param {boolean} online */
  update(snapshot, online) {
    const { phase, reason, can, waits_for, next_index } = snapshot;
    const key = JSON.stringify([
      phase,
      reason,
      can.resume,
      waits_for,
      online,
      next_index,
      snapshot.phones.map(({ device, state }) => [device, state]),
    ]);
    if (key === this.#shown || this.#resume?.busy) return;
    const before = this.#shown ? JSON.parse(this.#shown) : null;
    this.#shown = key;
    this.#resume = null;
    const asks = phase === "aiming" && reason !== null;
    if (phase !== "paused" && phase !== "aborted" && !asks) return fill(this.element);
    const had = this.element.contains(document.activeElement);
    fill(this.element, this.#alert(snapshot, online));
    const isNew = before?.[0] !== phase || before?.[1]?.at !== reason?.at;
    if (isNew || had) /** @type {HTMLElement} */ (this.element.firstElementChild).focus({ preventScroll: !isNew });
  }

  /** @param {Snapshot} snapshot @param {boolean} online @returns {HTMLElement} */
  #alert(snapshot, online) {
    const { phase, reason, can, waits_for } = snapshot;
    const aborted = phase === "aborted";
    const { heading, rest } = sentences(reason?.message || t(aborted ? "notice-aborted" : "notice-paused"));
    const safe = t("notice-safe", { n: snapshot.progress.stored });
    const body = rest || safe;
    const said = plain(reason?.message ?? "");
    const waits =
      can.resume || phase === "aiming" ? "" : waits_for.filter((wait) => !said.includes(plain(wait))).join(" ");
    return h(
      "section",
      { class: `alert ${aborted ? "stop" : ""}`, tabindex: "-1", "aria-label": heading },
      icon(aborted ? "cross" : "warning", 24),
      h(
        "div",
        {},
        h("h2", {}, heading),
        h("p", {}, body),
        rest && !/safe|kept|stor/i.test(rest) ? h("p", { class: "faint" }, safe) : null,
        waits ? h("p", { class: "wait" }, waits) : null,
        reason?.code && !WISHES.has(reason.code) ? h("p", { class: "code" }, reason.code) : null,
      ),
      phase === "aiming" ? null : h("div", { class: "alert-actions" }, ...this.#choices(snapshot, online)),
    );
  }

  /** @param {Snapshot} snapshot @param {boolean} online @returns {HTMLElement[]} */
  #choices(snapshot, online) {
    const { reason, can, next_index, phones } = snapshot;
    const again = Mismatch.is(snapshot);
    const label = again
      ? t("action-retake-and-go-on")
      : next_index
        ? t("action-resume-at", { index: next_index })
        : t("action-resume");
    this.#resume = new Button(label, this.#actions.resume, {
      kind: "filled",
      icon: again ? "retake" : "play",
      key: t("key-space"),
      busy: t("action-resuming"),
    });
    this.#resume.enabled = online && can.resume;
    const code = reason?.code ?? "";
    const phone = phones.find(({ device, state }) => device === reason?.device && state === "active");
    const skip =
      isMismatch(code) || SKIPPABLE.has(code)
        ? new Button(t("action-skip-dots"), () => this.#actions.skip(reason?.index ?? next_index))
        : null;
    const drop =
      phone && (isMismatch(code) || DROPPABLE.has(code))
        ? new Button(t("action-drop-phone"), () => this.#actions.drop(phone.device))
        : null;
    const others = [skip, drop].filter((button) => button !== null);
    for (const button of others) button.enabled = online;
    return [this.#resume, ...others].map(({ element }) => element);
  }
}

/**
 * A sentence without what differs when it is said twice: its end, and capitals after "Paused:".
 *
 * @param {string} sentence
 * @returns {string}
 */
function plain(sentence) {
  return sentence.toLowerCase().replace(/[.\s]+$/, "");
}
