/**
 * How far a reader is: photos read, how many are usable, the pace, and the agreement with others.
 *
 * The agreement is read once and not after every answer, and not below some photos in common: a kappa that moves with
 * each answer would tell what the other reader had said.
 */

import { Announcer } from "../shared/announcer.js";
import { fill, h, setText } from "../shared/dom.js";
import { count, duration, signed } from "../shared/format.js";
import { t } from "../shared/messages.js";
import { Pace } from "./pace.js";

/** @typedef {import("../types/api").AgreementView} Agreement */
/** @typedef {import("../types/api").PairAgreement} Pair */

const ENOUGH = 20;

/** The column at the right. */
export class Figures {
  #pace = new Pace();
  #announcer = new Announcer();
  #read = h("span", { class: "number review-count" });
  #total = h("span", { class: "caption" });
  #bar = h(
    "div",
    { class: "share", role: "progressbar", "aria-label": t("review-progress"), "aria-valuemin": "0" },
    h("div", {}),
  );
  #usable = h("dd", {});
  #speed = h("dd", {});
  #agreement = h("dl", {});
  element = h(
    "div",
    { class: "review-figures" },
    h("p", { class: "review-counts" }, this.#read, this.#total),
    this.#bar,
    h(
      "dl",
      {},
      h("div", {}, h("dt", {}, t("review-usable-count")), this.#usable),
      h("div", {}, h("dt", {}, t("review-pace")), this.#speed),
    ),
    this.#agreement,
  );

  answered() {
    this.#pace.answered(performance.now() / 1000);
  }

  /** @param {{ total: number, read: number, usable: number }} queue */
  update({ total, read, usable }) {
    setText(this.#read, count(read));
    setText(this.#total, t("review-read", { total }));
    setText(this.#usable, read ? `${count(usable)}, ${((100 * usable) / read).toFixed(1)}\u00a0%` : "–");
    const pace = this.#pace.perMinute;
    setText(
      this.#speed,
      read === total || !pace
        ? t(pace ? "review-pace-rate" : "review-pace-none", { n: Math.round(pace ?? 0) })
        : t("review-pace-left", { n: Math.round(pace), time: duration((60 * (total - read)) / pace) }),
    );
    this.#bar.setAttribute("aria-valuemax", String(total));
    this.#bar.setAttribute("aria-valuenow", String(read));
    /** @type {HTMLElement} */ (this.#bar.firstElementChild).style.width = `${total ? (100 * read) / total : 0}%`;
    this.#announcer.progress(t("review-read-spoken", { read, total }));
  }

  /** @param {Agreement} agreement @param {string} own the reader's key */
  compare({ readers, pairs }, own) {
    const nameOf = (/** @type {string} */ reader) => readers.find((found) => found.reader === reader)?.name ?? reader;
    const mine = pairs.filter((pair) => pair.readers.includes(own));
    const rows = mine.map((pair) =>
      row(
        t("review-agreement-with", { name: nameOf(pair.readers.find((reader) => reader !== own) ?? "") }),
        kappaWords(pair),
      ),
    );
    fill(this.#agreement, ...(rows.length ? rows : [row(t("review-agreement"), t("review-agreement-none"))]));
  }
}

/** @param {string} term @param {string} words @returns {HTMLElement} */
function row(term, words) {
  return h("div", {}, h("dt", {}, term), h("dd", {}, words));
}

/** @param {Pair} pair @returns {string} */
function kappaWords({ kappa, both }) {
  if (both < ENOUGH) return t("review-agreement-few", { n: both });
  return kappa === null
    ? t("review-agreement-undefined", { both })
    : t("review-agreement-kappa", { kappa: signed(kappa), both });
}
