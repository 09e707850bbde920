/**
 * The right side of a new session: what it will make, and everything that was checked before it starts.
 */

import { fill, h } from "../shared/dom.js";
import { count, duration, sentences, size } from "../shared/format.js";
import { icon } from "../shared/icons.js";
import { Button } from "../shared/controls.js";
import { t, tRich } from "../shared/messages.js";

/** @typedef {import("../types/api").SubsetCheck} Checks */

/**
 * @param {"check" | "warning" | "cross" | "clock"} sign
 * @param {string} tone
 * @param {string} words
 * @param {...(Node | string | null)} more
 * @returns {HTMLElement}
 */
function line(sign, tone, words, ...more) {
  return h(
    "li",
    {},
    h("span", { class: tone }, icon(sign)),
    h("span", {}, words),
    ...more.filter(Boolean).map((part) => h("small", {}, part)),
  );
}

/**
 * @param {Checks["problems"]} problems
 * @returns {HTMLElement}
 */
function unreadable(problems) {
  const list = h(
    "ul",
    { class: "problem-list", tabindex: "0", "aria-label": t("checks-unreadable-list") },
    ...problems.map(({ index, path, reason }) =>
      h("li", {}, h("b", {}, count(index)), " ", reason, h("span", { class: "mono" }, path)),
    ),
  );
  return line("cross", "stop", t("checks-unreadable", { n: problems.length }), list);
}

/**
 * @param {number} done @param {number} total @param {number} secondsLeft
 * @param {import("./checking.js").Step} step
 * @returns {string}
 */
function progress(done, total, secondsLeft, step) {
  if (!total) return t("checks-waiting");
  if (step === "comparing")
    return secondsLeft
      ? t("checks-comparing-left", { done, total, time: duration(secondsLeft) })
      : t("checks-comparing-progress", { done, total });
  if (done === total) return t("checks-comparing");
  return secondsLeft
    ? t("checks-progress-left", { done, total, time: duration(secondsLeft) })
    : t("checks-progress", { done, total });
}

/** Warnings of x-rays that content cannot tell apart. */
const COPIES = new Set(["identical_xrays", "alike_xrays"]);

/** Outcome and checks. */
export class Outcome {
  #summary = h("p", { class: "outcome" });
  #list = h("ul", { class: "checklist checks" });
  #overlapping = h("input", { type: "checkbox", id: "overlap" });
  #overlap = h("label", { class: "check-row", for: "overlap" }, this.#overlapping, t("checks-overlap-again"));
  #joining = h("input", { type: "checkbox", id: "copies-as-one" });
  #copies = h("label", { class: "check-row", for: "copies-as-one" }, this.#joining, t("checks-copies-one"));
  #again;
  #stop;
  element;
  /** @type {Checks | null} */
  #checks = null;
  /** Why the checks say nothing: they are under way, or what has failed. */
  #without = t("checks-waiting");

  /** @param {{ changed(): void, again(): void, stop(): void }} on the operator ticked something, wants the checks anew or no more */
  constructor(on) {
    this.#again = new Button(t("checks-again"), () => on.again(), { icon: "retake" });
    this.#stop = new Button(t("checks-stop"), () => {
      on.stop();
      this.fail(t("checks-stopped"), true);
    });
    this.#overlapping.addEventListener("change", () => on.changed());
    this.element = h(
      "div",
      {},
      h("h2", {}, t("outcome-heading")),
      this.#summary,
      h("h2", { class: "checks-heading" }, t("checks-heading")),
      h("div", { "aria-live": "polite" }, this.#list),
      this.#again.element,
      this.#stop.element,
      this.#overlap,
      this.#copies,
    );
    this.#overlap.hidden = true;
    this.#copies.hidden = true;
    this.#again.element.hidden = true;
    this.#stop.element.hidden = true;
  }

  /** @returns {boolean} the operator wants x-rays taken again that a set already has */
  get again() {
    return this.#overlapping.checked;
  }

  /** @returns {boolean} x-rays that content cannot tell apart are treated as one */
  get copiesAsOne() {
    return !this.#copies.hidden && this.#joining.checked;
  }

  /** @returns {string} empty when the session may be made, else what is in the way */
  get obstacle() {
    if (!this.#checks) return this.#without;
    if (this.#checks.problems.length) return t("checks-blocked-unreadable", { n: this.#checks.problems.length });
    if (this.#overlaps && !this.again) return t("checks-blocked-overlap");
    return "";
  }

  /** @returns {boolean} */
  get #overlaps() {
    return this.#checks?.warnings.some(({ code }) => code === "overlap") ?? false;
  }

  /**
   * What was found out is no longer so, and is being found out anew.
   *
   * @param {number} [done] x-rays that were looked at
   * @param {number} [total] of how many; 0 where that does not matter
   * @param {number} [secondsLeft] 0 where that cannot be said
   * @param {import("./checking.js").Step} [step]
   */
  wait(done = 0, total = 0, secondsLeft = 0, step = "reading") {
    const words = progress(done, total, secondsLeft, step);
    this.#tellNothing(words, line("clock", "wait", words));
    this.#stop.element.hidden = total === 0;
  }

  /** @param {string} message why nothing could be checked @param {boolean} [again] trying again may help */
  fail(message, again = false) {
    fill(this.#summary, "");
    this.#overlap.hidden = true;
    this.#copies.hidden = true;
    this.#tellNothing(message, line("cross", "stop", message));
    this.#again.element.hidden = !again;
  }

  /** @param {Checks["problems"]} problems of every x-ray of the subset */
  refuse(problems) {
    this.fail(t("checks-blocked-unreadable", { n: problems.length }), true);
    fill(this.#list, unreadable(problems));
  }

  /** @param {string} why @param {HTMLElement} shown */
  #tellNothing(why, shown) {
    this.#checks = null;
    this.#without = why;
    this.#again.element.hidden = true;
    this.#stop.element.hidden = true;
    fill(this.#list, shown);
  }

  /** @param {Checks} checks @param {number} xrays @param {number} phones */
  update(checks, xrays, phones) {
    this.#stop.element.hidden = true;
    this.#checks = checks;
    fill(
      this.#summary,
      tRich("outcome-words", {
        xrays: t("count-xrays", { n: xrays }),
        phones: t("count-phones", { n: phones }),
        photos: t("count-photos", { n: checks.photos }),
        time: duration(checks.seconds_estimate),
        size: size(checks.bytes_estimate),
      }),
    );
    this.#overlap.hidden = !this.#overlaps;
    this.#copies.hidden = !checks.warnings.some(({ code }) => COPIES.has(code));
    const others = checks.warnings.map(({ message }) => {
      const { heading, rest } = sentences(message);
      return line("warning", "wait", heading, rest);
    });
    const enough = checks.free_bytes > checks.bytes_estimate;
    fill(
      this.#list,
      checks.problems.length ? unreadable(checks.problems) : line("check", "ok", t("checks-readable", { n: xrays })),
      this.#overlaps ? null : line("check", "ok", t("checks-no-overlap")),
      enough
        ? line("check", "ok", t("top-free", { size: size(checks.free_bytes) }), t("checks-space"))
        : line(
            "warning",
            "wait",
            t("top-free", { size: size(checks.free_bytes) }),
            t("checks-no-space", { size: size(checks.bytes_estimate) }),
          ),
      ...others,
    );
  }
}
