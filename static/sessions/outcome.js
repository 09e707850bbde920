/**
 * The right side of a new session: what it will make, and everything that was checked before it starts.
 */

import { fill, h } from "../shared/dom.js";
import { count, duration, sentences, size } from "../shared/format.js";
import { icon } from "../shared/icons.js";
import { rich, say } from "../shared/words.js";

/** @typedef {import("../types/wire").Checks} Checks */

/**
 * @param {"check" | "warning" | "cross" | "clock"} sign
 * @param {string} tone
 * @param {string} words
 * @param {...(Node | string | null)} more
 * @returns {HTMLElement}
 */
function line(sign, tone, words, ...more) {
  return h("li", {}, h("span", { class: tone }, icon(sign)), h("span", {}, words), ...more.filter(Boolean).map((part) => h("small", {}, part)));
}

/**
 * @param {Checks} checks
 * @returns {HTMLElement}
 */
function unreadable({ problems }) {
  return h("ul", { class: "problem-list", tabindex: "0", "aria-label": say("checks.unreadable.list") },
    ...problems.map(({ index, path, reason }) => h("li", {}, h("b", {}, count(index)), " ", reason, h("span", { class: "mono" }, path))));
}

/** Outcome and checks. */
export class Outcome {
  #summary = h("p", { class: "outcome" });
  #list = h("ul", { class: "checklist checks" });
  #again = h("input", { type: "checkbox", id: "overlap" });
  #overlap = h("label", { class: "check-row", for: "overlap" }, this.#again, say("checks.overlap.again"));
  element = h("div", {}, h("h2", {}, say("outcome.heading")), this.#summary, h("h2", { class: "checks-heading" }, say("checks.heading")),
    h("div", { "aria-live": "polite" }, this.#list), this.#overlap);
  /** @type {Checks | null} */
  #checks = null;

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.#again.addEventListener("change", onChange);
    this.#overlap.hidden = true;
  }

  /** @returns {boolean} the operator wants x-rays taken again that a set already has */
  get again() {
    return this.#again.checked;
  }

  /** @returns {string} empty when the session may be made, else what is in the way */
  get obstacle() {
    if (!this.#checks) return say("checks.waiting");
    if (this.#checks.problems.length) return say("checks.blocked.unreadable", { n: this.#checks.problems.length });
    if (this.#overlaps && !this.again) return say("checks.blocked.overlap");
    return "";
  }

  /** @returns {boolean} */
  get #overlaps() {
    return this.#checks?.warnings.some(({ code }) => code === "overlap") ?? false;
  }

  /** The form changed: what was found out is no longer so. */
  wait() {
    this.#checks = null;
    fill(this.#list, line("clock", "wait", say("checks.waiting")));
  }

  /** @param {string} message why nothing could be checked */
  fail(message) {
    this.#checks = null;
    fill(this.#summary, "");
    this.#overlap.hidden = true;
    fill(this.#list, line("cross", "stop", message));
  }

  /** @param {Checks} checks @param {number} xrays @param {number} phones */
  update(checks, xrays, phones) {
    this.#checks = checks;
    fill(this.#summary, rich("outcome.words", { xrays: say("count.xrays", { n: xrays }), phones: say("count.phones", { n: phones }),
      photos: say("count.photos", { n: checks.photos }), time: duration(checks.seconds_estimate), size: size(checks.bytes_estimate) }));
    this.#overlap.hidden = !this.#overlaps;
    const others = checks.warnings.map(({ message }) => {
      const { heading, rest } = sentences(message);
      return line("warning", "wait", heading, rest);
    });
    const enough = checks.free_bytes > checks.bytes_estimate;
    fill(this.#list,
      checks.problems.length ? line("cross", "stop", say("checks.unreadable", { n: checks.problems.length }), unreadable(checks))
        : line("check", "ok", say("checks.readable", { n: xrays })),
      this.#overlaps ? null : line("check", "ok", say("checks.no-overlap")),
      enough ? line("check", "ok", say("top.free", { size: size(checks.free_bytes) }), say("checks.space"))
        : line("warning", "wait", say("top.free", { size: size(checks.free_bytes) }), say("checks.no-space", { size: size(checks.bytes_estimate) })),
      ...others);
  }
}
